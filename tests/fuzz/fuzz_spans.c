/* SPDX-License-Identifier: ISC */
/*
 * spans_next(): the spans are the whole text, and each is what its kind says.
 * links_post_html(): a browser shows the text that was typed, with present
 * nicknames, and links lead where the keys say.
 */
#include <ctype.h>

#include "fuzz.h"
#include "outline.h"
#include "base/text.h"
#include "html/links.h"
#include "html/spans.h"

static int
is_nick(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && text[i] != '_')
			return (0);
	return (length > 0 && length <= NICKNAME_MAX);
}

/* A mention is the @ and the nickname, whose key is lower-case. */
static void
check_mention(const struct spans *spans)
{
	size_t i, length = strlen(spans->key);
	const char *nick = spans->text + spans->length - length;

	assert(is_nick(nick, length));
	assert(!is_nick(nick, length + 1) || length == NICKNAME_MAX);
	assert(spans->length - length == 1 || spans->length - length == 3);
	for (i = 0; i < length; i++)
		assert(spans->key[i] == tolower((unsigned char)nick[i]));
}

/* A key is a hashtag, of which it is the key. */
static void
check_tag(const struct spans *spans)
{
	char key[TAG_KEY_SIZE];
	struct buffer text = { 0 };
	struct spans again;

	assert(span_tag_key(key, spans->key, strlen(spans->key)) == 0);
	assert(strcmp(key, spans->key) == 0);
	assert(strpbrk(key, " \n\t\"<>&'/?#%") == NULL);
	buffer_format(&text, "#%s", spans->key);
	spans_begin(&again, text.data, 1);
	assert(spans_next(&again) && again.kind == SPAN_TAG);
	assert(again.length == text.length);
	buffer_free(&text);
}

/* Add what a reader sees of the span, if each nickname is the key. */
static void
add_expected(struct buffer *expected, const struct spans *spans)
{
	size_t length = spans->length;

	if (spans->kind == SPAN_MENTION)
		length -= strlen(spans->key);
	buffer_add(expected, spans->text, length);
	if (spans->kind == SPAN_MENTION)
		buffer_text(expected, spans->key);
}

/* Check all spans. Set ${mentions} to pairs for links_post_html(). */
static void
check_spans(const char *text, struct buffer *expected, struct buffer *mentions)
{
	const char *end = text;
	struct spans spans;

	spans_begin(&spans, text, 1);
	while (spans_next(&spans)) {
		assert(spans.length > 0 && spans.text == end);
		end += spans.length;
		add_expected(expected, &spans);
		if (spans.kind == SPAN_LINE)
			assert(*spans.text == '\n' && spans.length == 1);
		else if (spans.kind == SPAN_LINK)
			assert(memcmp(spans.text + 4, "://", 3) == 0 ||
			       memcmp(spans.text + 5, "://", 3) == 0);
		else if (spans.kind == SPAN_TAG)
			check_tag(&spans);
		else if (spans.kind == SPAN_MENTION) {
			check_mention(&spans);
			buffer_format(mentions, "%s %s ", spans.key, spans.key);
		}
	}
	assert(*end == '\0');
}

/* The links are the same whether or not words are looked for. */
static void
check_links(const char *text)
{
	struct spans with, without;
	int found;

	spans_begin(&with, text, 1);
	spans_begin(&without, text, 0);
	do {
		while ((found = spans_next(&with)) && with.kind != SPAN_LINK)
			continue;
		while (spans_next(&without) && without.kind != SPAN_LINK)
			continue;
		assert(!found || (with.text == without.text &&
				     with.length == without.length));
	} while (found);
	assert(!spans_next(&without));
}

/* Without hashtags, a text is the same with and without words. */
static void
check_plain(const char *text)
{
	struct buffer keys = { 0 }, links = { 0 }, post = { 0 };

	spans_keys(&keys, text, SPAN_TAG);
	links_html(&links, text);
	links_post_html(&post, text, "");
	assert((keys.length > 0) == (post.length > links.length));
	if (keys.length == 0 && links.length > 0)
		assert(strcmp(links.data, post.data) == 0);
	buffer_free(&keys);
	buffer_free(&links);
	buffer_free(&post);
}

static int
has_prefix(const char *text, const char *prefix)
{
	return (strncmp(text, prefix, strlen(prefix)) == 0);
}

/* The address of a link of ours is the key of its text. */
static void
check_link(const GumboElement *link)
{
	const char *href, *shown;
	struct buffer there = { 0 };

	href = gumbo_get_attribute(&link->attributes, "href")->value;
	assert(link->children.length == 1);
	shown = ((GumboNode *)link->children.data[0])->v.text.text;
	fuzz_undo_percent(&there, href, strlen(href));
	if (has_prefix(href, "/user/")) {
		assert(link->attributes.length == 2);
		assert(strcmp(there.data + strlen("/user/"),
			   strpbrk(shown, "@\xa0\xab") + 1) == 0);
	} else if (has_prefix(href, "/tag/")) {
		assert(link->attributes.length == 3);
	} else {
		assert(link->attributes.length == 2);
		assert(tolower((unsigned char)*href) == 'h');
	}
	buffer_free(&there);
}

static void
read_nodes(struct buffer *seen, const GumboVector *nodes)
{
	const GumboNode *node;
	unsigned i;

	for (i = 0; i < nodes->length; i++) {
		node = nodes->data[i];
		if (node->type == GUMBO_NODE_TEXT ||
		    node->type == GUMBO_NODE_WHITESPACE) {
			buffer_text(seen, node->v.text.text);
		} else if (node->v.element.tag == GUMBO_TAG_BR) {
			buffer_text(seen, "\n");
		} else {
			assert(node->v.element.tag == GUMBO_TAG_A);
			check_link(&node->v.element);
			read_nodes(seen, &node->v.element.children);
		}
	}
}

static void
check_html(const char *text, const char *mentions, const char *expected)
{
	struct buffer html = { 0 }, seen = { 0 };
	const GumboOutput *output;
	const GumboNode *body, *paragraph;

	buffer_text(&html, "<!DOCTYPE html><p>.");
	links_post_html(&html, text, mentions);
	output = outline_parse(html.data, html.length);
	body = output->root->v.element.children.data[1];
	paragraph = body->v.element.children.data[0];
	assert(body->v.element.children.length == 1);
	read_nodes(&seen, &paragraph->v.element.children);

	/* Gumbo replaces characters that HTML does not allow. */
	assert(strcmp(seen.data + 1, expected) == 0 ||
	       strchr(text, '\r') != NULL ||
	       strstr(seen.data, "\xef\xbf\xbd") != NULL);
	buffer_free(&html);
	buffer_free(&seen);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer expected = { 0 }, mentions = { 0 };
	char *text = fuzz_text(data, size);

	buffer_add(&expected, "", 0);
	buffer_add(&mentions, "", 0);
	check_spans(text, &expected, &mentions);
	check_links(text);
	check_plain(text);
	check_html(text, mentions.data, expected.data);
	buffer_free(&expected);
	buffer_free(&mentions);
	free(text);
	return (0);
}
