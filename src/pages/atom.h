/* SPDX-License-Identifier: ISC */
/*
 * Posts as a feed for readers: Atom (RFC 4287), in pages (RFC 5005). Its
 * template begins with _feed.atom and has an _entry.atom for each row.
 */
#ifndef ATOM_H
#define ATOM_H

#include "page/page.h"

struct atom {
	const char *template;
	const char *query;    /* whose rows are the posts */
	const char *id;	      /* behind the site's address; it never changes */
	const char *title;    /* in front of the site's name */
	const char *subtitle; /* or NULL */
	const char *page;     /* the path of the page with the same posts */
};

/* atom_show(page, atom): Send the feed. Return what page_show() returns. */
enum page_result atom_show(struct page *, const struct atom *);

/*
 * atom_name(page):
 * Return part 1 of the path without its ending .atom.
 */
const char *atom_name(struct page *);

#endif
