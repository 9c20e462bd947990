/* SPDX-License-Identifier: ISC */
/*
 * Read a page at an address that a member chose, from a server that nobody here
 * knows. It must neither keep us for long, nor fill our memory, nor lead us to
 * what only this site's own network can reach (http/link_network.h).
 */
#ifndef PAGE_READER_H
#define PAGE_READER_H

#include "base/buffer.h"

/* Bytes of a page: what is behind them is not read. */
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
