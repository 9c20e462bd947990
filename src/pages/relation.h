/* SPDX-License-Identifier: ISC */
/*
 * What one person does about another at an address that ends with a nickname:
 * follow, block, mute, and the way back. A link to it asks first; only a form
 * changes anything. Afterwards the reader is on that person's profile, or, if
 * nobody is called that, at home.
 */
#ifndef RELATION_H
#define RELATION_H

#include "page/page.h"

/* The words for it: "You are now following susan!" */
struct relation {
	const char *verb;    /* "follow" */
	const char *button;  /* "Follow" */
	const char *outcome; /* the database's word when it was done */
	const char *done;    /* "You are now following" */
	const char *end;     /* "!" */
	const char *message; /* what it does, on the page that asks; or NULL */
};

/* relation_ask(page): the profile of the one the address names. */
struct query relation_ask(struct page *);

/* relation_confirm(page, relation): ask, knowing that profile. */
enum page_result relation_confirm(struct page *, const struct relation *);

/* relation_respond(page, relation): say what the database has done. */
enum page_result relation_respond(struct page *, const struct relation *);

#endif
