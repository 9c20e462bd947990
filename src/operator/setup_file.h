/* SPDX-License-Identifier: ISC */
/* Write files of an operator's configuration without losing what is there. */
#ifndef SETUP_FILE_H
#define SETUP_FILE_H

#include <sys/types.h>

#include "base/buffer.h"
#include "base/failure.h"

/* What setup_file_write() did, if it did not fail. */
enum setup_file { SETUP_WRITTEN, SETUP_UNCHANGED, SETUP_BESIDE };

/*
 * setup_file_write(path, text, error):
 * Write ${text} to the file ${path}, which everybody may read. Return
 * SETUP_WRITTEN; or SETUP_UNCHANGED if it has that content already; or
 * SETUP_BESIDE if it has another content, and then only ${path}.new is written.
 * Return -1 if that failed, and ${error} says why.
 */
int setup_file_write(const char *, const char *, char[FAILURE_MAX]);

/*
 * setup_file_set(path, name, value, before, error):
 * Set the variable ${name} to ${value} in ${path}, a file for systemd that only
 * its owner may read. The other lines stay. Add the earlier value to ${before},
 * if there was one. Return 0; or -1, and ${error} says what failed.
 */
int setup_file_set(const char *, const char *, const char *, struct buffer *,
    char[FAILURE_MAX]);

#endif
