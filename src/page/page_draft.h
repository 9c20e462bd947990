/* SPDX-License-Identifier: ISC */
/*
 * A post that could not be published is a draft, so that nobody has to type it
 * again. (It is the form field "body".) The database keeps the drafts of those
 * who are signed in; the browser keeps that of somebody who no longer is, until
 * they sign in again. A draft that another site may have typed never gets into
 * a form that our reader could post.
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
 * page_draft_ask(page, parent):
 * Return the query for the viewer's newest draft of an answer to ${parent}, or
 * 0: none, if the viewer is known to have no draft at all.
 */
struct query page_draft_ask(struct page *, int64_t);

/*
 * page_draft_fill(page, parent):
 * Set "body" in the form for an answer to ${parent}, or 0, to the draft that
 * the database kept, or to that of the browser, which never is such an answer.
 * "draft_id" and "drafts_more" are set if it is one of the database.
 */
void page_draft_fill(struct page *, int64_t);

/*
 * page_draft_settle(page, parent, refused):
 * Return the query that follows the attempt to post the form: it saves the text
 * as a draft if that was ${refused}; else it removes the draft that was in the
 * form, if any. page_draft_saved() sets "draft_id" for the same form.
 */
struct query page_draft_settle(struct page *, int64_t, int);
void page_draft_saved(struct page *);

#endif
