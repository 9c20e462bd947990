/* SPDX-License-Identifier: ISC */
/* Base64url without padding, as RFC 7515 uses it. */
#ifndef BYTES_H
#define BYTES_H

#include <sys/types.h>

/*
 * bytes_decode(text, length, out, size):
 * Decode the ${length} characters of ${text} into ${out}, which has room for
 * ${size} bytes. Return the number of bytes; or -1 if there are more, or if
 * ${text} is not exactly what an encoder writes.
 */
ssize_t bytes_decode(const char *, size_t, unsigned char *, size_t);

#endif
