/* SPDX-License-Identifier: ISC */
/*
 * Read a form with a file (multipart/form-data, RFC 7578) while it arrives.
 * Browsers send the fields in the order of the form, so the rule is: first the
 * text fields, and last one file.
 */
#ifndef MULTIPART_H
#define MULTIPART_H

#include <sys/types.h>
#include <stddef.h>

#include "base/buffer.h"
#include "http/form.h"

#define MULTIPART_BOUNDARY 70	/* bytes; RFC 2046, 5.1.1 */
#define MULTIPART_FIELDS   8192 /* bytes of everything before the file */

struct multipart {
	char delimiter[4 + MULTIPART_BOUNDARY + 1]; /* CR LF "--" boundary */
	size_t length;				    /* of the delimiter */
	char held[4 + MULTIPART_BOUNDARY + 4];	    /* may belong to the end */
	size_t held_length;
};

/*
 * multipart_begin(multipart, type):
 * Read the boundary from the value of a Content-Type field. Return 0, or -1 if
 * it is not a valid multipart/form-data.
 */
int multipart_begin(struct multipart *, const char *);

/*
 * multipart_fields(multipart, form, data, length):
 * Read what comes before the contents of the file, from the first ${length}
 * bytes of the body at ${data}. They are changed, and ${form} borrows from
 * them. Return how many bytes that is, or -1 if it is malformed.
 */
ssize_t multipart_fields(struct multipart *, struct form *, char *, size_t);

/*
 * multipart_file(multipart, data, length, last, out):
 * Add the next bytes of the file to ${out}, which is empty, from the next
 * ${length} bytes of the body. A few bytes are held back until the next call,
 * unless these bytes are the ${last}. Return 0, or -1 if the body does not end
 * behind its first file.
 */
int multipart_file(
    struct multipart *, const char *, size_t, int, struct buffer *);

#endif
