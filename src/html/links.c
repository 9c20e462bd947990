/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"
#include "html/link_term.h"
#include "html/links.h"
#include "html/spans.h"

/* Must byte ${i} of an address, in its path or later, be percent-encoded? */
static int
must_encode(const char *text, size_t i, size_t length, size_t fragment)
{
	if (text[i] == '%')
		return (length - i <= 2 || ascii_hex_value(text[i + 1]) == -1 ||
			ascii_hex_value(text[i + 2]) == -1);
	if (text[i] == '#')
		return (i > fragment);
	return (strchr("\"<>[]^`{|}", text[i]) != NULL);
}

/* Add an address as the value of an href attribute. */
static void
add_href(struct buffer *out, const char *text, size_t length)
{
	size_t host = link_scheme_length(text);
	size_t i = host + strcspn(text + host, "/?#");
	const char *hash = memchr(text, '#', length);
	size_t fragment = hash == NULL ? length : (size_t)(hash - text);
	size_t done = 0;

	for (; i < length; i++) {
		if (!must_encode(text, i, length, fragment))
			continue;
		text_escape(out, text + done, i - done);
		text_url(out, text + i, 1);
		done = i + 1;
	}
	text_escape(out, text + done, length - done);
}

static void
add_link(struct buffer *out, const char *text, size_t length)
{
	buffer_text(out, "<a href=\"");
	add_href(out, text, length);
	buffer_text(out, "\" rel=\"nofollow ugc noopener\">");
	text_escape(out, text, length);
	buffer_text(out, "</a>");
}

/*
 * Return the nickname of ${key} in ${mentions}, which are pairs with spaces
 * between all, and set ${length}; or return NULL.
 */
static const char *
find_nick(const char *mentions, const char *key, size_t *length)
{
	size_t key_length = strlen(key);
	const char *nick;

	for (; *mentions != '\0'; mentions += strspn(mentions, " ")) {
		nick = mentions + strcspn(mentions, " ");
		nick += strspn(nick, " ");
		*length = strcspn(nick, " ");
		if (strncmp(mentions, key, key_length) == 0 &&
		    mentions[key_length] == ' ')
			return (nick);
		mentions = nick + *length;
	}
	return (NULL);
}

/* Person tagging in microformats: a category that is a person. */
static void
add_mention(struct buffer *out, const struct spans *spans, const char *mentions)
{
	size_t length;
	const char *nick = find_nick(mentions, spans->key, &length);

	if (nick == NULL) {
		text_escape(out, spans->text, spans->length);
		return;
	}
	buffer_text(out, "<a href=\"/user/");
	text_url(out, nick, length);
	buffer_text(out, "\" class=\"u-category h-card\">");
	text_escape(out, spans->text, spans->length - strlen(spans->key));
	text_escape(out, nick, length);
	buffer_text(out, "</a>");
}

static void
add_tag(struct buffer *out, const struct spans *spans)
{
	buffer_text(out, "<a href=\"/tag/");
	text_url(out, spans->key, strlen(spans->key));
	buffer_text(out, "\" class=\"p-category\" rel=\"tag\">");
	text_escape(out, spans->text, spans->length);
	buffer_text(out, "</a>");
}

/* Add what all texts can have. */
static void
add_common(struct buffer *out, const struct spans *spans)
{
	if (spans->kind == SPAN_LINE)
		buffer_text(out, "<br>");
	else if (spans->kind == SPAN_LINK)
		add_link(out, spans->text, spans->length);
	else
		text_escape(out, spans->text, spans->length);
}

void
links_html(struct buffer *out, const char *text)
{
	struct spans spans;

	spans_begin(&spans, text, 0);
	while (spans_next(&spans))
		add_common(out, &spans);
}

void
links_post_html(struct buffer *out, const char *text, const char *mentions)
{
	struct spans spans;

	spans_begin(&spans, text, 1);
	while (spans_next(&spans)) {
		if (spans.kind == SPAN_MENTION)
			add_mention(out, &spans, mentions);
		else if (spans.kind == SPAN_TAG)
			add_tag(out, &spans);
		else
			add_common(out, &spans);
	}
}
