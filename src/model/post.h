/* SPDX-License-Identifier: ISC */
/* Posts. The .sql file of the same name documents each query. */
#ifndef POST_H
#define POST_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
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

/* Who may reply to a post, apart from its author. */
#define POST_EVERYONE  "e"
#define POST_FOLLOWED  "f" /* whom the author follows */
#define POST_MENTIONED "m"
#define POST_NOBODY    "n"

struct new_post {
	int64_t author;
	const char *body;
	const unsigned char *submission; /* POST_SUBMISSION bytes, or NULL */
	const char *time;		 /* a timestamptz, or NULL for now */
	int64_t parent;			 /* what it answers, or 0 */
	const char *audience;		 /* NULL is POST_EVERYONE */
	const char *mentions;		 /* post_find_keys() sets these two */
	const char *tags;
};

/*
 * post_find_keys(post, keys):
 * Find what the body of ${post} mentions and which hashtags it has. They live
 * in ${keys}, which the caller frees when the query has been sent.
 */
void post_find_keys(struct new_post *, struct buffer *);

/*
 * post_add(post):
 * Return the query that adds ${post}, and borrows from it. Rows: one with id,
 * changed (the topic of posts); wait: 0, or if the author is over
 * RATE_POSTS and nothing was added, the seconds to wait; most: NULL, or if the
 * post is too long for the site, how many characters it may have; refused:
 * NULL, or why the author may not reply: "gone", or the audience of the parent.
 * If the author has left (departure.h), all are NULL. No row: the author has
 * already posted this submission.
 */
struct query post_add(const struct new_post *);

/*
 * post_audience_valid(audience):
 * Return 1 if this is one of the audiences above, else 0.
 */
int post_audience_valid(const char *);

/*
 * post_find(id, viewer):
 * Return the query for one post.
 * Rows: one with audience, can_reply, and the columns of every post (feed.h).
 * No row: there is no such post, or one of ${viewer} and the author blocks the
 * other.
 */
struct query post_find(int64_t, int64_t);

/*
 * post_delete(author, id):
 * Return the query that deletes a post.
 * Rows: one with id and changed (the topic of posts). No row:
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
