/* SPDX-License-Identifier: ISC */
/*
 * A template of XML has the same tags whatever fills it, contains only what XML
 * can, and its HTML is, read as XML, what an HTML page would have.
 */
#include "filling.h"
#include "fuzz.h"
#include "base/text.h"
#include "html/brief.h"
#include "html/links.h"
#include "html/template_tree.h"
#include "html/xml.h"

static const char every_place[] =
    "<?xml version=\"1.0\"?><a xmlns=\"b\"><title>{{a}}</title>"
    "<c d=\"{{a}}\" e='{{brief a}}' href=\"{{a}}\"/><f href=\"/{{a}}\"/>"
    "{{#rows}}<g>{{a}}</g>{{/rows}}<content>{{links a}}</content></a>";

static struct filling filling;
static struct buffer calm;

/* Write what an XML parser makes of ${text}, in place. */
static void
unescape(char *text)
{
	static const char *const entities[][2] = { { "&amp;", "&" },
		{ "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" },
		{ "&#39;", "'" } };
	char *to = text;
	size_t i;

	while (*text != '\0') {
		for (i = 0; i < 5; i++)
			if (strncmp(text, entities[i][0],
				strlen(entities[i][0])) == 0)
				break;
		assert(i < 5 || *text != '&');
		*to++ = i < 5 ? *entities[i][1] : *text;
		text += i < 5 ? strlen(entities[i][0]) : 1;
	}
	*to = '\0';
}

static void
check_content(const char *xml, const char *value)
{
	char *content = strdup(strstr(xml, "<content>") + strlen("<content>"));
	struct buffer expected = { 0 };

	assert(content != NULL);
	*strstr(content, "</content>") = '\0';
	unescape(content);
	buffer_text(&expected, "");
	links_html(&expected, value);
	xml_clean(expected.data, expected.length);
	assert(strcmp(content, expected.data) == 0);
	buffer_free(&expected);
	free(content);
}

static size_t
count(const char *text, char c)
{
	size_t found = 0;

	for (; *text != '\0'; text++)
		found += *text == c;
	return (found);
}

static void
check_characters(const char *xml)
{
	const char *c;

	for (c = "<>\"'"; *c != '\0'; c++)
		assert(count(xml, *c) == count(calm.data, *c));
	for (c = xml; *c != '\0'; c++)
		assert((unsigned char)*c >= ' ' || strchr("\t\n\r", *c));
	assert(strstr(xml, "\xef\xbf\xbe") == NULL);
	assert(strstr(xml, "\xef\xbf\xbf") == NULL);
}

static void
prepare(void)
{
	char error[TEMPLATE_ERROR_SIZE];
	struct template *template =
	    template_parse("fuzz.xml", every_place, error);

	assert(template != NULL);
	filling_prepare(&filling, template);
	filling_render(&calm, &filling, "x");
	filling_check(template_find("person.atom"));
	filling_check(template_find("explore.atom"));
	filling_check(template_find("tag.atom"));
	filling_check(template_find("private.atom"));
	filling_check(template_find("sitemap.xml"));
	filling_check(template_find("sitemap_part.xml"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer xml = { 0 };
	char *value;

	if (calm.length == 0)
		prepare();
	value = fuzz_text(data, size);
	if (text_valid(value, strlen(value))) {
		filling_render(&xml, &filling, value);
		check_characters(xml.data);
		check_content(xml.data, value);
		buffer_free(&xml);
	}
	free(value);
	return (0);
}
