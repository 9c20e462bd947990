/* SPDX-License-Identifier: ISC */
/*
 * links_html(): a browser shows exactly the text that was typed, with line ends
 * and links, and each link leads where its text says.
 */
#include <ctype.h>
#include <strings.h>

#include "fuzz.h"
#include "outline.h"
#include "base/text.h"
#include "html/links.h"

/* Nothing follows that a browser would take for more of the host. */
static void
check_behind_host(const char *text)
{
	const char *rest = text + strspn(text, "-._");

	assert(!isalnum((unsigned char)*text) && strchr("/#", *text) == NULL);
	assert(*rest != '@' && *rest != '\\' && *rest != '%');
}

/* An address that was found in a text is one on its own, too. */
static void
check_alone(const char *address)
{
	struct buffer html = { 0 }, shown = { 0 };

	links_html(&html, address);
	text_escape(&shown, address, strlen(address));
	buffer_text(&shown, "</a>");
	assert(strncmp(html.data, "<a ", 3) == 0);
	assert(strcmp(strchr(html.data, '>') + 1, shown.data) == 0);
	buffer_free(&html);
	buffer_free(&shown);
}

/* A link has its address, tells search engines not to follow, and no more. */
static void
check_link(const GumboElement *link, const GumboNode *next)
{
	const GumboAttribute *rel, *href;
	const GumboNode *label;
	struct buffer there = { 0 }, said = { 0 };
	const char *host;
	size_t length;

	href = gumbo_get_attribute(&link->attributes, "href");
	rel = gumbo_get_attribute(&link->attributes, "rel");
	assert(link->attributes.length == 2 && href != NULL && rel != NULL);
	assert(strcmp(rel->value, "nofollow ugc noopener") == 0);
	assert(link->children.length == 1);
	label = link->children.data[0];
	assert(label->type == GUMBO_NODE_TEXT);

	assert(strncasecmp(href->value, "http://", 7) == 0 ||
	       strncasecmp(href->value, "https://", 8) == 0);
	host = strstr(href->value, "//") + 2;
	length = strcspn(host, "/?#");
	assert(length > 0 && length == strcspn(host, "/?#@%\\ \t\n"));
	assert(strncmp(href->value, label->v.text.text,
		   (size_t)(host - href->value) + length) == 0);
	if (host[length] == '\0' && next != NULL &&
	    next->type == GUMBO_NODE_TEXT)
		check_behind_host(next->v.text.text);
	check_alone(label->v.text.text);
	assert(href->value[strcspn(href->value, " \t\r\n\"<>\\^`{|}")] == '\0');

	fuzz_undo_percent(&there, href->value, strlen(href->value));
	fuzz_undo_percent(
	    &said, label->v.text.text, strlen(label->v.text.text));
	assert(strcmp(there.data, said.data) == 0);
	buffer_free(&there);
	buffer_free(&said);
}

/* Add the text that a reader sees, and check everything else. */
static void
read_nodes(struct buffer *seen, const GumboVector *nodes, int in_link)
{
	const GumboNode *node;
	unsigned i;

	for (i = 0; i < nodes->length; i++) {
		node = nodes->data[i];
		if (node->type == GUMBO_NODE_TEXT ||
		    node->type == GUMBO_NODE_WHITESPACE) {
			buffer_text(seen, node->v.text.text);
			continue;
		}
		assert(node->type == GUMBO_NODE_ELEMENT && !in_link);
		if (node->v.element.tag == GUMBO_TAG_BR) {
			assert(node->v.element.attributes.length == 0);
			buffer_text(seen, "\n");
			continue;
		}
		assert(node->v.element.tag == GUMBO_TAG_A);
		check_link(&node->v.element,
		    i + 1 < nodes->length ? nodes->data[i + 1] : NULL);
		read_nodes(seen, &node->v.element.children, 1);
	}
}

static const GumboElement *
find_paragraph(const GumboOutput *output)
{
	const GumboElement *html = &output->root->v.element;
	const GumboNode *body = html->children.data[1];
	const GumboNode *paragraph = body->v.element.children.data[0];

	assert(body->v.element.children.length == 1);
	assert(paragraph->v.element.tag == GUMBO_TAG_P);
	return (&paragraph->v.element);
}

/* Gumbo replaces characters that HTML does not allow. */
static int
is_changed_by_html(const char *seen)
{
	return (strstr(seen, "\xef\xbf\xbd") != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer html = { 0 }, seen = { 0 };
	char *text = fuzz_text(data, size);
	const GumboOutput *output;

	buffer_text(&html, "<!DOCTYPE html><p>.");
	links_html(&html, text);
	output = outline_parse(html.data, html.length);
	read_nodes(&seen, &find_paragraph(output)->children, 0);
	assert(strcmp(seen.data + 1, text) == 0 ||
	       strpbrk(text, "\r") != NULL || is_changed_by_html(seen.data));
	buffer_free(&html);
	buffer_free(&seen);
	free(text);
	return (0);
}
