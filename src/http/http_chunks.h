/* SPDX-License-Identifier: ISC */
/*
 * Decode a chunked request body (RFC 9112, 7.1) in place.
 */
#ifndef HTTP_CHUNKS_H
#define HTTP_CHUNKS_H

#include <stddef.h>

#define HTTP_CHUNKS_MORE 0
#define HTTP_CHUNKS_DONE 1

struct http_chunks {
	int state;
	size_t left;	 /* bytes left in the current chunk */
	size_t length;	 /* bytes of the body so far */
	size_t overhead; /* bytes so far that were not the body */
};

/*
 * http_chunks_read(chunks, most, bytes, length, rest):
 * Decode the next ${length} bytes of a body, at ${bytes}. ${chunks} keeps the
 * state and is all zero at first. The data is moved to the front of ${bytes};
 * chunks->length is the size of all data so far.
 * Return HTTP_CHUNKS_MORE; or HTTP_CHUNKS_DONE, and the last ${rest} bytes come
 * after the body; or 400 if the chunks are malformed; or 413 if the body has
 * more than ${most} bytes, or too many bytes around its data.
 */
int http_chunks_read(struct http_chunks *, size_t, char *, size_t, size_t *);

#endif
