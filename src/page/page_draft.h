/* SPDX-License-Identifier: ISC */
/*
 * A post that could not be published is a draft, so that nobody has to type it
 * again. (It is the form field "body".) A draft that another site may have
 * typed never gets into a form that our reader could post.
 */
#ifndef PAGE_DRAFT_H
#define PAGE_DRAFT_H

#include "page/page.h"

/*
 * page_draft_show(page, status):
 * Set the values "draft" and "draft_token", with which the error page offers to
 * post again, if a retry after this status may succeed.
 */
void page_draft_show(struct page *, int);

/*
 * page_draft_login(page):
 * Lead the author, who is no longer signed in, to /login. Meanwhile the browser
 * keeps the draft, and the next page says so. If no cookie can hold the draft,
 * respond with a page that has it.
 */
enum page_result page_draft_login(struct page *);

/*
 * page_draft_load(page):
 * Return the saved draft and remove it from the browser; NULL if there is none.
 */
const char *page_draft_load(struct page *);

#endif
