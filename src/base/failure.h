/* SPDX-License-Identifier: ISC */
/* An error message: a sentence that says what failed, or what is invalid. */
#ifndef FAILURE_H
#define FAILURE_H

#define FAILURE_MAX 1200 /* bytes, with the NUL */

/*
 * failure(error, format, ...):
 * Write the formatted sentence to ${error}, truncated if it is too long.
 * ${error} must not be one of the arguments. Return -1, so that a caller can
 * fail with "return (failure(...))".
 */
int failure(char[FAILURE_MAX], const char *, ...)
    __attribute__((format(printf, 2, 3)));

#endif
