/* SPDX-License-Identifier: ISC */
/*
 * Searches: what people type, and the queries that find posts and people. The
 * .sql file of the same name documents each query.
 *
 * Between the words, a search may have conditions:
 *
 *	from:john		posts of this person
 *	since:2026-03-31	posts of this day (month, year; in UTC) or later
 *	until:2026-03-31	posts of this day (month, year) or earlier
 *	has:link		posts with an address that is shown as a link
 *
 * All else is for PostgreSQL's websearch_to_tsquery(): words, of which all must
 * be there, "words in quotes" for those that follow each other, OR between two,
 * and - before one that must not be there.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include <stdint.h>

#include "base/failure.h"
#include "base/text.h"
#include "model/query.h"

#define SEARCH_MAX  200 /* code points */
#define SEARCH_SIZE (4 * SEARCH_MAX + 2)

struct search {
	char words[SEARCH_SIZE];     /* without the conditions */
	char from[NICKNAME_MAX + 1]; /* "": everybody */
	int64_t since;		     /* ids of posts: from this one on, */
	int64_t until;		     /* up to the one before this */
	int link;
};

/*
 * search_read(search, typed, problem):
 * Read what somebody ${typed}, which is valid UTF-8. Return 0; or -1 if a
 * condition is invalid, and ${problem} says how to fix it.
 */
int search_read(struct search *, const char *, char[FAILURE_MAX]);

/*
 * search_finds_people(search):
 * Return 1 if people may match ${search}, too: it has words and no condition.
 */
int search_finds_people(const struct search *);

/*
 * search_posts(search, viewer, before):
 * Return the query for the posts, as for a feed (feed.h). The last row may be
 * one without an id, with further: the cursor with which to search older posts.
 */
struct query search_posts(const struct search *, int64_t, int64_t);

/*
 * search_people(search, viewer):
 * Return the query for at most ten people: those whose nickname begins with
 * what was typed, and those who have its words in what they say about
 * themselves.
 */
struct query search_people(const struct search *, int64_t);

/* search_step(): Return the query for a step of the clerk's work after the
 * site's search language was changed. Rows: one with more and wait. */
struct query search_step(void);

#endif
