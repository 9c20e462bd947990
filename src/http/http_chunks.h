/*
 * A body in chunks (RFC 9112, 7.1), put together where it lies.
 */
#ifndef HTTP_CHUNKS_H
#define HTTP_CHUNKS_H

#include <stddef.h>

#define HTTP_CHUNKS_MORE 0
#define HTTP_CHUNKS_DONE 1

struct http_chunks {
	int state;
	size_t left;	 /* of the chunk that is being read */
	size_t length;	 /* of the body, so far */
	size_t overhead; /* bytes that were no body */
};

/*
 * http_chunks_read(chunks, most, bytes, length, rest):
 * Take the next ${length} bytes, at ${bytes}, of the body that ${chunks}, all
 * zero in the beginning, has read so far. What is data among them is moved to
 * the front of ${bytes}; chunks->length tells how much there is in all.
 * Answer: HTTP_CHUNKS_MORE; HTTP_CHUNKS_DONE, and the last ${rest} of the
 * bytes came after the end; 400 for what are no chunks; 413 for a body of more
 * than ${most} bytes, or in chunks that take more than they carry.
 */
int http_chunks_read(struct http_chunks *, size_t, char *, size_t, size_t *);

#endif
