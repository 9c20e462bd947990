/* What went wrong with the machine or the database, in a sentence. */
#ifndef FAILURE_H
#define FAILURE_H

#define FAILURE_MAX 1200 /* bytes, with the NUL */

/*
 * failure(error, format, ...):
 * Write the sentence to ${error}, cut if it is too long; it must not be one of
 * its own arguments. Answer: always -1, to return.
 */
int failure(char[FAILURE_MAX], const char *, ...)
    __attribute__((format(printf, 2, 3)));

#endif
