/* SPDX-License-Identifier: ISC */
/*
 * What the head of a page says about it to other programs: to search engines,
 * to those that show a preview of a link (the Open Graph protocol), and to feed
 * readers. The layout shows it.
 */
#ifndef METADATA_H
#define METADATA_H

#include "page/page.h"

struct metadata {
	const char *type;	 /* of Open Graph: "profile" */
	const char *path;	 /* the page's one address on this site */
	const char *description; /* may be long; NULL or "": none */
	const char *published;	 /* when, of an article */
	const char *feed;	 /* the path of the feed; NULL: none */
};

/* metadata_set(page, metadata): Let the layout show it. */
void metadata_set(struct page *, const struct metadata *);

#endif
