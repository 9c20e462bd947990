/* SPDX-License-Identifier: ISC */
/*
 * Drafts: posts that could not be taken. The .sql file of the same name
 * documents each query.
 */
#ifndef DRAFT_H
#define DRAFT_H

#include <stdint.h>

#include "model/query.h"

/* More than anybody leaves lying about, and little for the database to keep. */
#define DRAFT_MAX 10 /* of a person */

/*
 * draft_save(author, earlier, parent, body):
 * Return the query that saves a draft, instead of the ${earlier} one that was
 * in the form, or 0. ${parent} is the post that it answers, or 0. Of more than
 * DRAFT_MAX drafts, the oldest go.
 * Rows: one with id; NULL if the author has left (departure.h).
 */
struct query draft_save(int64_t, int64_t, int64_t, const char *);

/*
 * draft_find(author, parent):
 * Return the query for the draft that ${author} saved last.
 * Rows: one with id, body and others (how many earlier drafts there are, or
 * NULL). No row: there is no draft.
 */
struct query draft_find(int64_t, int64_t);

/*
 * draft_remove(author, id):
 * Return the query that deletes a draft.
 * Rows: one with id. No row: ${author} has no such draft.
 */
struct query draft_remove(int64_t, int64_t);

#endif
