/* SPDX-License-Identifier: ISC */
/*
 * Nobody should have to type a post again: what becomes of one that could not
 * be taken. (It is in the field "body".) What another site may have typed never
 * gets into a form that our reader could post.
 */
#ifndef PAGE_DRAFT_H
#define PAGE_DRAFT_H

#include "page/page.h"

/*
 * page_draft_show(page, status):
 * The error page of that status shows the post again, in a form, if it is one
 * of those after which a second try may succeed.
 */
void page_draft_show(struct page *, int);

/*
 * page_draft_save(page):
 * Its author has to sign in first: keep it that long in the browser, and say
 * so on the next page.
 */
void page_draft_save(struct page *);

/*
 * page_draft_load(page):
 * What was kept; the browser keeps it no longer. NULL if nothing was.
 */
const char *page_draft_load(struct page *);

#endif
