/* SPDX-License-Identifier: ISC */
/*
 * Conversations: what a post answers, and the replies to it. Rows have the
 * columns of every post (feed.h), and more. ${viewer} is 0 for a visitor.
 */
#ifndef THREAD_H
#define THREAD_H

#include <stdint.h>

#include "model/query.h"

/*
 * thread_above(post, viewer):
 * Return the query for what ${post} answers, from the beginning of the
 * conversation on. Rows: at most ten. begin: in the first, the post with which
 * the conversation begins, if there are more; gone: this one has been deleted,
 * or
 * ${viewer} may not see it.
 */
struct query thread_above(int64_t, int64_t);

/*
 * thread_below(post, viewer, after):
 * Return the query for the replies to ${post}, each below what it answers;
 * those that follow the reply ${after}, or all for CURSOR_FIRST. Rows: up to
 * 51, with place, depth (0 to 4), and gap: what it answers is not shown.
 */
struct query thread_below(int64_t, int64_t, int64_t);

#endif
