/*
 * What a step of a page asks the database, and the answers.
 */
#ifndef PAGE_QUESTION_H
#define PAGE_QUESTION_H

#include "page.h"

/*
 * page_questions(page):
 * Ask what this step asks; trouble is answered with an error page.
 * Answer: 1 if that is over, 0 if the request sleeps; call it again then.
 */
int page_questions(struct page *);

/* page_forget_ahead(page): drop what was answered before its step was come to.
 */
void page_forget_ahead(struct page *);

#endif
