/* SPDX-License-Identifier: ISC */
/*
 * What somebody typed into a form that could not be taken, because their
 * session had ended meanwhile. (A post is a draft: see page_draft.h.)
 */
#ifndef PAGE_KEPT_H
#define PAGE_KEPT_H

#include "page/page.h"

/* page_kept_typed(page): Return what the form has that took long to type; ""
 * if it has nothing of the kind. */
const char *page_kept_typed(struct page *);

/* page_kept_show(page): Respond with a page that gives it back, to be copied.
 */
enum page_result page_kept_show(struct page *);

#endif
