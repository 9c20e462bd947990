/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"
#include "html/link_host.h"
#include "html/link_path.h"
#include "html/link_term.h"
#include "html/links.h"

/* Return the character that ends at ${at}, or 0 at the beginning of ${text}. */
static int32_t
character_before(const char *text, const char *at)
{
	int32_t character;

	if (at == text)
		return (0);
	do
		at--;
	while (at > text && ((unsigned char)*at & 0xc0) == 0x80);
	(void)link_read(at, &character);
	return (character);
}

/* Return the length of the address at ${at} in ${text}, or 0. */
static size_t
address_length(const char *text, const char *at)
{
	size_t host, scheme = link_scheme_length(at);

	if (scheme == 0)
		return (0);
	if (at > text && ascii_is_alphanumeric(at[-1]))
		return (0);
	at += scheme;
	host = link_host_length(at, character_before(text, at - scheme));
	return (host == 0 ? 0 : scheme + host + link_path_length(at + host));
}

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

void
links_html(struct buffer *out, const char *text)
{
	const char *at = text, *done = text;
	size_t length;

	/* Most text is skipped here, much faster than character by character.
	 */
	while (*(at += strcspn(at, "hH\n")) != '\0') {
		length = address_length(text, at);
		if (length == 0 && *at != '\n') {
			at++;
			continue;
		}
		text_escape(out, done, (size_t)(at - done));
		if (length > 0)
			add_link(out, at, length);
		else
			buffer_text(out, "<br>");
		at += length > 0 ? length : 1;
		done = at;
	}
	text_escape(out, done, (size_t)(at - done));
}
