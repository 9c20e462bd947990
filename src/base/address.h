/*
 * Addresses that strangers give, and that readers are sent to.
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <stddef.h>

/*
 * address_local(address):
 * 1 if it is a path of this very site and safe in a header, else 0; NULL is
 * none.
 */
int address_local(const char *);

/*
 * address_harmless(address):
 * 1 if a browser may be sent there: by http or https, or on this site; else 0.
 */
int address_harmless(const char *);

/*
 * address_part(path, n, length):
 * The n-th part of ${path}, from 0, and its length; NULL if there are fewer.
 */
const char *address_part(const char *, int, size_t *);

#endif
