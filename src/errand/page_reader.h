/* SPDX-License-Identifier: ISC */
/*
 * Read a page at an address that a member chose, from a server that cannot be
 * trusted: it must not hold us up, fill our memory, or lead us to anything that
 * only this site's own network can reach (http/link_network.h).
 */
#ifndef PAGE_READER_H
#define PAGE_READER_H

#include "base/buffer.h"

/* How many bytes of a page are read; the rest is ignored. */
#define PAGE_READER_MAX 1048576

/*
 * page_reader_read(address, is_over, page, base):
 * Read the page at ${address} into ${page}, and the address at which it was
 * found at last into ${base}; both are for buffer_free(). Give up when
 * ${is_over}() returns 1. site_url() must be known.
 * Return 1; or 0 if there is a response, but it is not HTML; or -1 if there is
 * none.
 */
int page_reader_read(
    const char *, int (*)(void), struct buffer *, struct buffer *);

#endif
