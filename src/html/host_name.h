/* SPDX-License-Identifier: ISC */
/* Host names in URLs, as browsers understand them. */
#ifndef HOST_NAME_H
#define HOST_NAME_H

#include <stddef.h>
#include <stdint.h>

/*
 * host_name_valid(text, length):
 * Return 1 if browsers accept the ${length} bytes at ${text} as a host: an IPv4
 * address or a name that is valid after the mapping of IDNA (UTS #46), in the
 * way the WHATWG URL standard parses them. Return 0 if not, or if in doubt.
 */
int host_name_valid(const char *, size_t);

/*
 * host_name_is_letter(character):
 * Return 1 if ${character} is beyond ASCII and of a kind that names consist of:
 * letters, marks, numbers and symbols. Return 0 for all others.
 */
int host_name_is_letter(int32_t);

/*
 * host_name_is_latin(character):
 * Return 1 if ${character}, after the mapping, is an ASCII letter or digit or
 * belongs to the Latin script. Return 0 for all others.
 */
int host_name_is_latin(int32_t);

/*
 * host_name_is_dot(character):
 * Return 1 if ${character} separates labels: the full stops of ASCII, Chinese
 * and Japanese. Return 0 for all others.
 */
int host_name_is_dot(int32_t);

#endif
