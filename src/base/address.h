/* SPDX-License-Identifier: ISC */
/*
 * Check addresses that come from outside before sending a browser there, and
 * take paths apart.
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <stddef.h>

/*
 * address_local(address):
 * Return 1 if ${address} is a path on this site and can stand in a header, else
 * 0. ${address} may be NULL, which is not a path.
 */
int address_local(const char *);

/*
 * address_harmless(address):
 * Return 1 if it is safe to send a browser to ${address}, which is the case for
 * http, https and paths on this site; else 0.
 */
int address_harmless(const char *);

/*
 * address_part(path, n, length):
 * Return the part of ${path} behind its slash number ${n}, counted from 0, and
 * store its length in ${length}; NULL if there are fewer slashes.
 */
const char *address_part(const char *, int, size_t *);

/*
 * address_decode(part):
 * Decode the percent-encoded ${part} of a path in place. Return 0, or -1 if it
 * is malformed, is no UTF-8 or has a NUL.
 */
int address_decode(char *);

/*
 * address_secret(path):
 * Return the first part of ${path} that may be a secret, which must not get
 * into logs or to other sites: 43 characters of base64url, as token_text()
 * writes, which a file's ending may follow. NULL if there is none. (A nickname
 * that looks like one does no harm.)
 */
const char *address_secret(const char *);

#endif
