/* SPDX-License-Identifier: ISC */
/*
 * Does somebody's page link back to their profile here, with rel="me"?
 *
 * The page is a stranger's, so the time must grow with its length and no
 * faster. (libgumbo took 77 s for 800 KB of nothing but <div>, and more than
 * 256 MB for 20 KB that open many elements and then many paragraphs.) It reads
 * tags as the HTML standard's tokeniser does, without a tree.
 */
#ifndef REL_ME_H
#define REL_ME_H

#include <stddef.h>

/* Whom a page should link to. */
struct rel_me {
	const char *site;  /* its address, without a slash at its end */
	const char *names; /* the member's nicknames, present and former, in
			      lower case and separated by spaces */
};

/*
 * rel_me_finds(html, length, base, wanted):
 * Return 1 if the ${length} bytes of ${html}, from the address ${base}, have an
 * <a> or <link> element with "me" in its rel and an address of the profile in
 * its href; else 0.
 */
int rel_me_finds(const char *, size_t, const char *, const struct rel_me *);

/*
 * rel_me_leads(href, base, wanted):
 * Return 1 if ${href} is an address of the profile: the site's, with /user/ and
 * a nickname in any case; perhaps a slash, and an empty query or fragment.
 */
int rel_me_leads(const char *, const char *, const struct rel_me *);

#endif
