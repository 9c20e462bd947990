/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "html/link_path.h"
#include "html/link_term.h"

#define DEPTH_MAX 125 /* UTS #58 suggests this */

/* The brackets that are open in the current part of the address. */
struct brackets {
	int depth;
	struct {
		int32_t opener;
		size_t before; /* where a link would end that leaves it out */
	} open[DEPTH_MAX];
};

/*
 * Return 1 if brackets cannot span the character at ${text}, because it begins
 * a ${part} of the address or separates two names in it, else 0.
 */
static int
separates(const char *text, char *part)
{
	if ((*text == '#' && *part != '#') || (*text == '?' && *part == '/')) {
		*part = *text;
		return (1);
	}
	switch (*part) {
	case '/':
		return (*text == '/');
	case '?':
		return (*text == '=' || *text == '&');
	default:
		return (strncmp(text, ":~:", 3) == 0);
	}
}

/* Return 1 if the bracket could be opened, or 0 if too many are. */
static int
open_bracket(struct brackets *brackets, int32_t opener, size_t before)
{
	if (brackets->depth == DEPTH_MAX)
		return (0);
	brackets->open[brackets->depth].opener = opener;
	brackets->open[brackets->depth].before = before;
	brackets->depth++;
	return (1);
}

/*
 * Close the innermost open bracket. Return 1 if it is ${opener}, and set
 * ${before} to where a link would end that leaves out the pair; else return 0.
 */
static int
close_bracket(struct brackets *brackets, int32_t opener, size_t *before)
{
	if (brackets->depth == 0)
		return (0);
	brackets->depth--;
	*before = brackets->open[brackets->depth].before;
	return (brackets->open[brackets->depth].opener == opener);
}

/*
 * Whole addresses can be part of a path or query. But one right after a pair of
 * brackets or after punctuation beyond ASCII is a link of its own, of which the
 * brackets may hold the title.
 */
size_t
link_path_length(const char *text)
{
	struct brackets brackets;
	size_t i, taken, end = 0, before = SIZE_MAX;
	int32_t character, opener;
	char part = *text;

	if (part != '/' && part != '?' && part != '#')
		return (0);
	brackets.depth = 0;
	for (i = 0; (taken = link_read(text + i, &character)) > 0; i += taken) {
		if (before != SIZE_MAX && link_scheme_length(text + i) > 0)
			return (before);
		before = SIZE_MAX;
		if (separates(text + i, &part))
			brackets.depth = 0;
		switch (link_term(character, &opener)) {
		case LINK_INCLUDE:
			end = i + taken;
			break;
		case LINK_SOFT:
			if (character >= 0x80)
				before = end;
			break;
		case LINK_OPEN:
			if (!open_bracket(&brackets, character, end))
				return (end);
			break;
		case LINK_CLOSE:
			if (!close_bracket(&brackets, opener, &before))
				return (end);
			end = i + taken;
			break;
		case LINK_HARD:
			return (end);
		}
	}
	return (end);
}
