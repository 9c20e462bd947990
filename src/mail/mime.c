/* SPDX-License-Identifier: ISC */
#include "mail/mime.h"

#include <sodium.h>
#include <string.h>

#define LINE_MAX_LENGTH 76 /* bytes; RFC 2047, 2 and RFC 2045, 6.7 */
#define PLAIN_MAX	60 /* bytes of a value that needs no folding */
#define WORD_START	"=?utf-8?B?"
#define WORD_END	"?="
#define WORD_BYTES	45 /* as many as fit into a word of 75 bytes */

static int
is_control(unsigned char c)
{
	return (c < ' ' || c == 0x7f);
}

static int
is_continuation(unsigned char c)
{
	return ((c & 0xc0) == 0x80);
}

/* Would a reader take ${text} as it is? */
static int
is_plain(const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	for (; *c != '\0'; c++)
		if (is_control(*c) || *c >= 0x80)
			return (0);
	return (strlen(text) <= PLAIN_MAX && strstr(text, "=?") == NULL);
}

/* Return how many bytes of ${text} are whole characters and fit into ${room}.
 */
static size_t
fitting(const char *text, size_t room)
{
	size_t length = strlen(text);

	if (length <= room)
		return (length);
	for (length = room; length > 0; length--)
		if (!is_continuation((unsigned char)text[length]))
			break;
	return (length);
}

static void
add_word(struct buffer *out, const char *text, size_t length)
{
	unsigned char bytes[WORD_BYTES];
	char encoded[sodium_base64_ENCODED_LEN(
	    WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];
	size_t i;

	for (i = 0; i < length; i++)
		bytes[i] = is_control((unsigned char)text[i])
			       ? ' '
			       : (unsigned char)text[i];
	(void)sodium_bin2base64(encoded, sizeof(encoded), bytes, length,
	    sodium_base64_VARIANT_ORIGINAL);
	buffer_format(out, WORD_START "%s" WORD_END, encoded);
}

static void
add_words(struct buffer *out, const char *text, size_t column)
{
	size_t frame = strlen(WORD_START WORD_END), room, length;

	while (*text != '\0') {
		room = (LINE_MAX_LENGTH - column - frame) / 4 * 3;
		length = fitting(text, room < WORD_BYTES ? room : WORD_BYTES);
		add_word(out, text, length);
		text += length;
		if (*text != '\0')
			buffer_text(out, "\r\n ");
		column = 1;
	}
}

void
mime_words(struct buffer *out, const char *text, size_t column)
{
	if (is_plain(text))
		buffer_text(out, text);
	else
		add_words(out, text, column);
}

void
mime_phrase(struct buffer *out, const char *text, size_t column)
{
	if (!is_plain(text)) {
		add_words(out, text, column);
		return;
	}
	buffer_text(out, "\"");
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buffer_text(out, "\\");
		buffer_add(out, text, 1);
	}
	buffer_text(out, "\"");
}

/* Does ${c}, before ${next}, arrive unchanged as it is? A space at the end of a
 * line would not. */
static int
is_safe(unsigned char c, char next)
{
	if (c == ' ' || c == '\t')
		return (next != '\n' && next != '\r' && next != '\0');
	return (c > ' ' && c < 0x7f && c != '=');
}

void
mime_body(struct buffer *out, const char *text)
{
	size_t column = 0, width;

	for (; *text != '\0'; text++) {
		if (*text == '\r' && text[1] == '\n')
			continue;
		if (*text == '\n') {
			buffer_text(out, "\r\n");
			column = 0;
			continue;
		}
		width = is_safe((unsigned char)*text, text[1]) ? 1 : 3;
		/* One byte is left for the sign that the line goes on. */
		if (column + width > LINE_MAX_LENGTH - 1) {
			buffer_text(out, "=\r\n");
			column = 0;
		}
		if (width == 1)
			buffer_add(out, text, 1);
		else
			buffer_format(out, "=%02X", (unsigned char)*text);
		column += width;
	}
}
