/* SPDX-License-Identifier: ISC */
/*
 * What a step of a page asks the database, and the answers.
 */
#ifndef PAGE_QUERY_H
#define PAGE_QUERY_H

#include "page/page.h"

/*
 * page_questions(page):
 * Ask what this step asks; trouble is answered with an error page.
 * Answer: 1 if that is over, 0 if the request sleeps; call it again then.
 */
int page_questions(struct page *);

/*
 * page_abandon_question(page):
 * The request is over; whatever it asks is forgotten. Harmless when nothing is
 * asked, and when called again.
 */
void page_abandon_question(struct page *);

#endif
