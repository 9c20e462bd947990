/* SPDX-License-Identifier: ISC */
/*
 * A text that grows. The program ends if memory runs out.
 */
#ifndef BUFFER_H
#define BUFFER_H

#include <stddef.h>

struct buffer {
	char *data; /* NUL-terminated; NULL until something is added */
	size_t length;
	size_t size;
};

/* Add ${length} bytes, a string, or a text formatted as by printf(). */
void buffer_add(struct buffer *, const char *, size_t);
void buffer_text(struct buffer *, const char *);
void buffer_format(struct buffer *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/* Free the text and leave the buffer empty, ready for use. */
void buffer_free(struct buffer *);

#endif
