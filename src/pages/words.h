/* SPDX-License-Identifier: ISC */
/*
 * The field "words" (_words.html) of the forms with which moderators and
 * members say why, and the page that such a form leads back to.
 */
#ifndef WORDS_H
#define WORDS_H

#include "page/page.h"

/* What a form asks for: "A reason", and the field's label and hint. */
struct words {
	const char *what;
	const char *label;
	const char *hint;
	int needed; /* may not be empty */
};

/* words_show(page, words): Set what the template needs. */
void words_show(struct page *, const struct words *);

/*
 * words_read(page, words):
 * Return what was typed; or NULL if it is rejected, and then words_show() says
 * why.
 */
const char *words_read(struct page *, const struct words *);

#endif
