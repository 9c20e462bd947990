/* SPDX-License-Identifier: ISC */
/*
 * Read files that hold secrets, into memory that core files leave out.
 */
#ifndef SECRET_FILE_H
#define SECRET_FILE_H

#include <stddef.h>

#include "base/failure.h"

#define SECRET_FILE_MAX 65536 /* bytes */

/*
 * secret_file_read(path, length, error):
 * Return what is in the file ${path}, with a NUL at its end, for sodium_free();
 * ${length} gets its length without that. Return NULL if it cannot be read, is
 * too large, or can be read by every OS user; then ${error} says what to do.
 */
char *secret_file_read(const char *, size_t *, char[FAILURE_MAX]);

#endif
