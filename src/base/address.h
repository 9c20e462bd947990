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

#endif
