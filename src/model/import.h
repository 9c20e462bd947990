/* SPDX-License-Identifier: ISC */
/*
 * Imports: what members upload, and how it gets into their accounts. The .sql
 * file of the same name documents each query.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include <stddef.h>
#include <stdint.h>

#include "model/query.h"

/* For the pages. */

/*
 * import_begin(member, kind, host):
 * Return the query that begins an upload of this ${kind}, to the site that the
 * member's browser knows as ${host}. Rows: one with id. No row: an import of
 * this member is under way.
 */
struct query import_begin(int64_t, const char *, const char *);

/*
 * import_part_add(member, import, number, data, length):
 * Return the query that keeps piece ${number} of the upload, counted from 0.
 * Rows: one with number. No row: the member began another upload.
 */
struct query import_part_add(int64_t, int64_t, int64_t, const void *, size_t);

/*
 * import_arrived(member, import):
 * Return the query that lets the clerk begin. Rows: one with id. No row: the
 * member began another upload.
 */
struct query import_arrived(int64_t, int64_t);

/*
 * import_find(member):
 * Return the query for the member's last import. Rows: one with id, kind,
 * started_at, done, total (NULL: not known yet), posts, people, marks, known,
 * missing, problems, and its state: under_way, arriving, failed. No row: there
 * is none.
 */
struct query import_find(int64_t);

/*
 * import_problem_list(member):
 * Return the query for what was left out of that import. Rows: up to 200 with
 * file, line (may be NULL) and reason.
 */
struct query import_problem_list(int64_t);

/* For the clerk. */

/* The import that the clerk works on, and how far it has got. */
struct import {
	int64_t member, id;
	int64_t done; /* records; the next query is about the one behind them */
};

/*
 * import_next():
 * Return the query for the oldest import that no other clerk works on. Rows:
 * one with member, id, kind, host, total (may be NULL) and done. No row: there
 * is none.
 */
struct query import_next(void);

/*
 * import_part_get(import, number):
 * Return the query for a piece of the upload. Rows: one with data, in base64.
 * No row: there are no more pieces.
 */
struct query import_part_get(const struct import *, int64_t);

/* import_size(import, total): Return the query that notes how many records the
 * import has. */
struct query import_size(const struct import *, int64_t);

/*
 * The queries below that do a record, up to import_list(), return a row with
 * moved, and changed if they change pages. If moved is false, nothing was done:
 * another clerk has done this record, or the import is over.
 */

/*
 * import_skip(import, file, line, reason, missing):
 * Return the query that leaves the next record out; ${missing} says whether it
 * is about a person or post of another site.
 */
struct query import_skip(
    const struct import *, const char *, int64_t, const char *, int);

/*
 * import_posts(import, posts):
 * Return the query that adds posts: a JSON array of objects with at, id,
 * body and the others that the function of that name documents. Each is a
 * record.
 */
struct query import_posts(const struct import *, const char *);

/*
 * import_person(import, what, nickname, list, file, line):
 * Return the query that makes the member "follow", "follow-posts" (without the
 * boosts), "block" or "mute" a person, or puts that one on a "list" (${list} is
 * then its name, else NULL).
 */
struct query import_person(const struct import *, const char *, const char *,
    const char *, const char *, int64_t);

/*
 * import_mark(import, what, post, tag, file, line):
 * Return the query that adds a "bookmark" of ${post}, mutes its "thread", or
 * follows the "tag" with the key ${tag} (else NULL).
 */
struct query import_mark(const struct import *, const char *, int64_t,
    const char *, const char *, int64_t);

/* import_profile(import, about_me, addresses): Return the query that sets the
 * member's description and links, one on each line, where there are none. */
struct query import_profile(const struct import *, const char *, const char *);

/* import_list(import, name, exclusive, file): Return the query that adds a
 * list, unless there is one of that name. */
struct query import_list(
    const struct import *, const char *, int, const char *);

/*
 * import_finish(import, file, reason):
 * Return the query that ends the import: if ${reason} is not NULL, as failed.
 */
struct query import_finish(const struct import *, const char *, const char *);

/* import_sweep(): Return the query that deletes an old import. It is a step of
 * the clerk (errand/clerk.h). */
struct query import_sweep(void);

#endif
