/* SPDX-License-Identifier: ISC */
/* Posts. The .sql file of the same name documents each query. */
#ifndef POST_H
#define POST_H

#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "model/query.h"

#define POST_SUBMISSION 16 /* bytes that identify one submission of a form */

/*
 * The most that a site can allow (site.h), in characters as readers count them
 * and in code points. So many code points of four bytes, which a form encodes
 * as twelve each, are nearly what a form may have (page.c).
 */
#define POST_MAX	 5000
#define POST_CODE_POINTS 10000

/*
 * post_add(author, body, submission, time):
 * Return the query that adds a post. ${submission} has POST_SUBMISSION bytes,
 * or is NULL; ${time} is a timestamptz, or NULL for now. Rows: one with id,
 * changed (the author's topic and posts), wait and most: 0, or if the author is
 * over RATE_POSTS and nothing was added, the seconds to wait; NULL, or if the
 * post is too long for the site, how many characters it may have. If the author
 * has left (departure.h), all are NULL. No row: the author has already posted
 * this submission.
 */
struct query post_add(
    int64_t, const char *, const unsigned char *, const char *);

/*
 * post_find(id, viewer):
 * Return the query for one post.
 * Rows: one with id, author, nickname, body, created_at and mine. No row: there
 * is no such post, or one of ${viewer} and the author blocks the other.
 */
struct query post_find(int64_t, int64_t);

/*
 * post_delete(author, id):
 * Return the query that deletes a post.
 * Rows: one with id and changed (the author's topic and posts). No row:
 * ${author} has no such post.
 */
struct query post_delete(int64_t, int64_t);

/*
 * post_code_points(most):
 * Return how many code points a post may have if it may have ${most}
 * characters: twice as many, which is enough for text in any script, and in
 * short posts so many that each character can be a family of four.
 */
size_t post_code_points(int);

/*
 * post_body_problem(body, most, problem):
 * Check the text of a post, which is valid UTF-8 after text_normalise() and may
 * have ${most} characters. Return 0 if it is valid; else -1, and ${problem}
 * says how to fix it.
 */
int post_body_problem(const char *, int, char[FAILURE_MAX]);

/*
 * post_submission(submission, token, body):
 * Write to ${submission} a hash of the form's ${token} and ${body}: sending the
 * same form again gives the same bytes, so the post is added once.
 */
void post_submission(
    unsigned char[POST_SUBMISSION], const char *, const char *);

#endif
