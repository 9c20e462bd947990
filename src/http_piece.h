/*
 * A piece of bytes that somebody else keeps, and how to take it apart.
 */
#ifndef HTTP_PIECE_H
#define HTTP_PIECE_H

#include <stddef.h>

struct http_piece {
	const char *bytes; /* not NUL-terminated */
	size_t length;
};

/* Of ASCII, in any locale. */
int is_digit(char);
int is_alphanumeric(char);

/* Cut what lies before ${end} off the front of ${rest}. */
struct http_piece piece_cut(struct http_piece *, const char *);

/* The same up to the first ${byte}, which goes too; all if there is none. */
struct http_piece piece_until(struct http_piece *, char);

/* The same up to the first byte that is no part of a token (RFC 9110, 5.6.2).
 */
struct http_piece piece_token(struct http_piece *);

/* If ${rest} begins with ${byte}, cut it off. Answer: 1 if it did, else 0. */
int piece_skip(struct http_piece *, char);

/* ${piece} without the white space around it. */
struct http_piece piece_trim(struct http_piece);

/* 1 if ${piece} is ${text}; or is it, capitals or not; or begins with it so. */
int piece_is(struct http_piece, const char *);
int piece_is_called(struct http_piece, const char *);
int piece_begins(struct http_piece, const char *);

#endif
