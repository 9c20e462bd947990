/* SPDX-License-Identifier: ISC */
/*
 * How characters end links in text: the properties Link_Term and Link_Bracket
 * of Unicode's standard for link detection, UTS #58.
 */
#ifndef LINK_TERM_H
#define LINK_TERM_H

#include <stddef.h>
#include <stdint.h>

enum link_term {
	LINK_INCLUDE, /* part of the link */
	LINK_SOFT,    /* part of the link if more of it follows */
	LINK_OPEN,    /* an opening bracket */
	LINK_CLOSE,   /* part of the link if its bracket was opened there */
	LINK_HARD     /* ends the link */
};

/*
 * link_term(character, opener):
 * Return the Link_Term of ${character}. For LINK_CLOSE, set ${opener} to the
 * bracket that it closes.
 */
enum link_term link_term(int32_t, int32_t *);

/*
 * link_is_space(character):
 * Return 1 for spaces, line ends and other separators, else 0.
 */
int link_is_space(int32_t);

/*
 * link_read(text, character):
 * Set ${character} to the first character of ${text}. Return its length in
 * bytes, or 0 at the end of ${text} and at invalid UTF-8.
 */
size_t link_read(const char *, int32_t *);

/*
 * link_scheme_length(text):
 * Return the length of http:// or https:// at ${text}, or 0 for neither.
 */
size_t link_scheme_length(const char *);

#endif
