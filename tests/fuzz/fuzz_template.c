/* SPDX-License-Identifier: ISC */
/*
 * A template with names in all places has the same structure whatever value
 * fills it. The site's own pages are filled only once, with known hostile
 * values, because filling them for each input takes too long.
 */
#include <dirent.h>
#include <stdio.h>

#include "filling.h"
#include "fuzz.h"
#include "outline.h"
#include "html/template_tree.h"

static const char every_place[] =
    "<!DOCTYPE html><title>{{a}}</title>"
    "<p class=\"b {{a}}\" title='{{a}}'>{{?a}}<b>{{/a}}{{^a}}<i>{{/a}}{{a}}"
    "<time datetime=\"{{iso a}}\">{{date a}}</time><a href='/c/{{a}}'>d</a>"
    "{{#rows}}<a href=\"{{a}}\">e</a>{{links a}}{{/rows}}{{>_pager}}";

/* A filled template. */
struct page {
	struct buffer html;
	unsigned markup; /* how many characters of it are special in HTML */
};

static struct filling filling;
static struct page calm;      /* filled with a harmless value */
static struct buffer outline; /* of the calm page */

static void
fill(struct page *page, const char *value)
{
	const char *at;

	filling_render(&page->html, &filling, value);
	for (at = page->html.data; *at != '\0'; at++)
		page->markup +=
		    *at == '<' || *at == '>' || *at == '"' || *at == '\'';
}

/* Is this value certainly plain text? Then parsing it would waste time. */
static int
is_text(const struct page *page, const char *value)
{
	return (page->markup == calm.markup &&
		value[strcspn(value, ":/?#")] != ':');
}

static int
is_page(const struct dirent *entry)
{
	const char *ending = strrchr(entry->d_name, '.');

	return (ending != NULL && strcmp(ending, ".html") == 0 &&
		entry->d_name[0] != '_' &&
		strcmp(entry->d_name, "layout.html") != 0);
}

/* Check all pages of the site. */
static void
check_pages(void)
{
	struct dirent **entries;
	int i, count = scandir("assets/pages", &entries, is_page, alphasort);

	assert(count > 0);
	for (i = 0; i < count; i++) {
		*strrchr(entries[i]->d_name, '.') = '\0';
		filling_check(template_find(entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
}

static void
prepare(void)
{
	char error[TEMPLATE_ERROR_SIZE];
	struct template *template = template_parse("fuzz", every_place, error);

	assert(template != NULL);
	filling_prepare(&filling, template);
	fill(&calm, "x");
	outline_add(&outline, calm.html.data, calm.html.length);
	check_pages();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct page page = { 0 };
	struct buffer seen = { 0 };
	char *value;

	if (outline.length == 0)
		prepare();
	if (size == 0 || data[0] == '\0')
		return (0); /* an empty value leaves sections out */
	value = fuzz_text(data, size);
	fill(&page, value);
	if (!is_text(&page, value)) {
		outline_add(&seen, page.html.data, page.html.length);
		assert(strcmp(seen.data, outline.data) == 0);
	}
	buffer_free(&page.html);
	buffer_free(&seen);
	free(value);
	return (0);
}
