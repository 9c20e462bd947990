/* SPDX-License-Identifier: ISC */
/*
 * Requests and responses that are too large to be kept: they come and go in
 * pieces, and between two of them the page waits for the client.
 */
#ifndef PAGE_FLOW_H
#define PAGE_FLOW_H

#include "page/page.h"

/*
 * page_flow(page):
 * Wait until the client has taken what was sent; or has sent the fields of an
 * upload; or, if the step receives, the next piece of its file. While it
 * returns PAGE_WAITING the request sleeps; call it again when the request
 * wakes. PAGE_DONE: the form is rejected, and the client has an error page.
 */
enum page_result page_flow(struct page *);

/* page_stream_broken(page): If the page was sending a stream, break that off
 * and return 1; else return 0. */
int page_stream_broken(struct page *);

#endif
