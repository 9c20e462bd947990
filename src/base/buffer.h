/*
 * Text that grows. Memory running out ends the program.
 */
#ifndef BUFFER_H
#define BUFFER_H

#include <stddef.h>

struct buffer {
	char *data; /* NUL-terminated once anything was added */
	size_t length;
	size_t size;
};

/* Add ${length} bytes; add a string; add as printf() would. */
void buffer_add(struct buffer *, const char *, size_t);
void buffer_text(struct buffer *, const char *);
void buffer_format(struct buffer *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/* Free what the buffer holds and leave it empty, ready to be used again. */
void buffer_free(struct buffer *);

#endif
