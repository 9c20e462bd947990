/* Posts. Each of the questions is explained in the .sql file of its name. */
#ifndef POST_H
#define POST_H

#include <stddef.h>
#include <stdint.h>

#include "model/problem.h"
#include "model/query.h"

#define POST_SUBMISSION 16 /* bytes that tell one sending of a form apart */

/*
 * post_add(author, body, submission, time):
 * Post ${body}. ${submission} has POST_SUBMISSION bytes, or is NULL; ${time} is
 * a timestamptz, or NULL for now.
 * Answer: id, changed (the author's topic and posts), wait: the seconds until
 * the author may post again, if it was not posted (RATE_POSTS), else 0; no row
 * if this submission of the author's was posted before.
 */
struct query post_add(
    int64_t, const char *, const unsigned char *, const char *);

/*
 * post_find(id, viewer):
 * Answer: id, author, nickname, body, created_at, mine; no row if there is
 * none, or if ${viewer} and the author block one another.
 */
struct query post_find(int64_t, int64_t);

/*
 * post_delete(author, id):
 * Answer: id, changed (the author's topic and posts); no row if ${author} has
 * no such post.
 */
struct query post_delete(int64_t, int64_t);

/*
 * post_submission(submission, token, body):
 * What marks the sending of ${body} with the form that had ${token}: the same
 * for a double click, another for another text or another form (BLAKE2b-128).
 */
void post_submission(
    unsigned char[POST_SUBMISSION], const char *, const char *);

/*
 * post_body_problem(body, problem):
 * Is ${body}, valid UTF-8 after text_normalise(), a post? Answer: 0 if it is;
 * else 1, and ${problem} says what is wrong and what would be right.
 */
int post_body_problem(const char *, char[PROBLEM_MAX]);

#endif
