/* SPDX-License-Identifier: ISC */
/* Where the host and port of an address in text end. */
#ifndef LINK_HOST_H
#define LINK_HOST_H

#include <stddef.h>
#include <stdint.h>

/*
 * link_host_length(text, before):
 * Return the length of the host and port at ${text}, which follows a scheme.
 * ${before} is the character before the scheme, or 0. Return 0 if there is no
 * valid host, or if a browser could see a different one in this text.
 */
size_t link_host_length(const char *, int32_t);

#endif
