#include "http_piece.h"

#include <string.h>
#include <strings.h>

int
is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

int
is_alphanumeric(char c)
{
	return (
	    is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
}

static int
is_token(char c)
{
	return (is_alphanumeric(c) ||
		(c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL));
}

struct http_piece
piece_cut(struct http_piece *rest, const char *end)
{
	struct http_piece front = { rest->bytes, (size_t)(end - rest->bytes) };

	rest->bytes = end;
	rest->length -= front.length;
	return (front);
}

struct http_piece
piece_until(struct http_piece *rest, char byte)
{
	const char *end = memchr(rest->bytes, byte, rest->length);
	struct http_piece front;

	if (end == NULL)
		end = rest->bytes + rest->length;
	front = piece_cut(rest, end);
	(void)piece_skip(rest, byte);
	return (front);
}

struct http_piece
piece_token(struct http_piece *rest)
{
	const char *c = rest->bytes, *end = c + rest->length;

	while (c < end && is_token(*c))
		c++;
	return (piece_cut(rest, c));
}

int
piece_skip(struct http_piece *rest, char byte)
{
	if (rest->length == 0 || rest->bytes[0] != byte)
		return (0);
	(void)piece_cut(rest, rest->bytes + 1);
	return (1);
}

struct http_piece
piece_trim(struct http_piece piece)
{
	const char *last;

	while (piece_skip(&piece, ' ') || piece_skip(&piece, '\t'))
		;
	for (; piece.length > 0; piece.length--) {
		last = &piece.bytes[piece.length - 1];
		if (*last != ' ' && *last != '\t')
			break;
	}
	return (piece);
}

int
piece_is(struct http_piece piece, const char *text)
{
	return (piece.length == strlen(text) &&
		memcmp(piece.bytes, text, piece.length) == 0);
}

int
piece_is_called(struct http_piece piece, const char *text)
{
	return (piece.length == strlen(text) && piece_begins(piece, text));
}

int
piece_begins(struct http_piece piece, const char *text)
{
	size_t length = strlen(text);

	return (piece.length >= length &&
		strncasecmp(piece.bytes, text, length) == 0);
}
