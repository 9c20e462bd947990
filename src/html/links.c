/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/ascii.h"
#include "base/text.h"
#include "html/links.h"

/*
 * An address begins with http:// or https://. The text behind that is scanned
 * once from left to right: the host and port, then path, query and fragment as
 * far as they go. Punctuation at the end belongs to the sentence, not to the
 * address.
 */

/* Return the length of http:// or https:// at ${text}, or 0 for neither. */
static size_t
scheme_length(const char *text)
{
	if (*text != 'h' && *text != 'H')
		return (0);
	if (strncasecmp(text, "http://", 7) == 0)
		return (7);
	if (strncasecmp(text, "https://", 8) == 0)
		return (8);
	return (0);
}

/*
 * Return the length of the character at ${text} if it is beyond ASCII; 0 if it
 * is ASCII, white space, a control, a quotation mark or invalid.
 */
static size_t
foreign_length(const char *text, utf8proc_category_t *category)
{
	utf8proc_int32_t character;
	utf8proc_ssize_t taken;

	taken =
	    utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &character);
	if (taken <= 1)
		return (0);
	*category = utf8proc_category(character);
	switch (*category) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
		return (0);
	default:
		return ((size_t)taken);
	}
}

/* The same, but only for what host names have: letters, marks and numbers. */
static size_t
foreign_letter_length(const char *text)
{
	utf8proc_category_t category;
	size_t length = foreign_length(text, &category);

	if (length == 0 || category < UTF8PROC_CATEGORY_LU ||
	    category > UTF8PROC_CATEGORY_NO)
		return (0);
	return (length);
}

/* Return the length of an IPv6 address in brackets, or 0. */
static size_t
bracketed_length(const char *text)
{
	char address[INET6_ADDRSTRLEN];
	struct in6_addr ignored;
	size_t length = strspn(text + 1, "0123456789abcdefABCDEF:.");

	if (length >= sizeof(address) || text[length + 1] != ']')
		return (0);
	memcpy(address, text + 1, length);
	address[length] = '\0';
	return (inet_pton(AF_INET6, address, &ignored) == 1 ? length + 2 : 0);
}

/* Return the length of a host name, whose labels must not be empty. */
static size_t
name_length(const char *text)
{
	size_t i = 0, length = 0, taken;

	for (;;) {
		if (ascii_is_alphanumeric(text[i]))
			taken = 1;
		else
			taken = foreign_letter_length(text + i);
		if (taken > 0) {
			i += taken;
			length = i;
		} else if (i > 0 && (text[i] == '-' || text[i] == '_')) {
			i++;
		} else if (i > 0 && text[i] == '.' && text[i - 1] != '.') {
			i++;
		} else {
			return (length);
		}
	}
}

/* Return the length of a colon and a port from 1 to 65535, or 0. */
static size_t
port_length(const char *text)
{
	unsigned port = 0;
	size_t i;

	if (*text != ':')
		return (0);
	for (i = 1; ascii_is_digit(text[i]); i++) {
		port = port * 10 + (unsigned)(text[i] - '0');
		if (port > 65535)
			return (0);
	}
	return (port > 0 ? i : 0);
}

/*
 * Return the length of the host and port behind the scheme; 0 if there is no
 * valid host. An @ is rejected because it can pass one site off as another.
 */
static size_t
authority_length(const char *text)
{
	size_t length;

	if (text[strcspn(text, "@/?# \t\n")] == '@')
		return (0);
	length = *text == '[' ? bracketed_length(text) : name_length(text);
	if (length > 0)
		length += port_length(text + length);
	return (length);
}

/* Return 1 for punctuation that cannot end an address, only a sentence. */
static int
ends_sentence(const char *text, size_t length)
{
	utf8proc_category_t category = UTF8PROC_CATEGORY_CN;

	if (length == 1)
		return (strchr(".,;:!?'*([{", *text) != NULL);
	(void)foreign_length(text, &category);
	return (category >= UTF8PROC_CATEGORY_PC &&
		category <= UTF8PROC_CATEGORY_PO);
}

/*
 * Return the length of path, query and fragment. They include a closing bracket
 * only if they also include the opening one, and they never end in punctuation.
 */
static size_t
path_length(const char *text)
{
	static const char opening[] = "([{", closing[] = ")]}";
	utf8proc_category_t category;
	size_t depth[3] = { 0, 0, 0 };
	size_t i, taken, length = 0;
	const char *bracket;

	if (strchr("/?#", *text) == NULL)
		return (0);
	for (i = 0; text[i] != '\0'; i += taken) {
		taken = 1;
		if ((unsigned char)text[i] >= 0x80)
			taken = foreign_length(text + i, &category);
		else if (text[i] <= ' ' || strchr("<>\"`\\^\177", text[i]))
			break;
		if (taken == 0)
			break;
		if ((bracket = strchr(opening, text[i])) != NULL)
			depth[bracket - opening]++;
		if ((bracket = strchr(closing, text[i])) != NULL &&
		    depth[bracket - closing]-- == 0)
			break;
		if (!ends_sentence(text + i, taken))
			length = i + taken;
	}
	return (length);
}

/* Return the length of the address at ${text}, or 0 if there is none. */
static size_t
address_length(const char *text)
{
	size_t length, scheme = scheme_length(text);

	if (scheme == 0 || (length = authority_length(text + scheme)) == 0)
		return (0);
	length += scheme;
	return (length + path_length(text + length));
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
	return (strchr("[]{}|", text[i]) != NULL);
}

/* Add an address as the value of an href attribute. */
static void
add_href(struct buffer *out, const char *text, size_t length)
{
	size_t host = scheme_length(text);
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

	while (*at != '\0') {
		length = 0;
		if (at == text || !ascii_is_alphanumeric(at[-1]))
			length = address_length(at);
		if (length == 0 && *at != '\n') {
			at++;
			continue;
		}
		text_escape(out, done, at - done);
		if (length > 0)
			add_link(out, at, length);
		else
			buffer_text(out, "<br>");
		at += length > 0 ? length : 1;
		done = at;
	}
	text_escape(out, done, at - done);
}
