/* SPDX-License-Identifier: ISC */
/*
 * Punycode (RFC 3492): how browsers write the labels of international domain
 * names in ASCII. müller is xn--mller-kva.
 */
#ifndef PUNYCODE_H
#define PUNYCODE_H

#include "base/buffer.h"

/*
 * punycode_decode(out, label, length):
 * Decode the ${length} bytes of ${label}, which begin behind the "xn--", and
 * add them to ${out} as UTF-8. Return 0; or -1, and add nothing, if they are
 * not Punycode or no label of a domain name.
 */
int punycode_decode(struct buffer *, const char *, size_t);

#endif
