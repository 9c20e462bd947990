/* SPDX-License-Identifier: ISC */
/* Posts that their authors change, and what they said before. */
#ifndef POST_EDIT_H
#define POST_EDIT_H

#include <stdint.h>

#include "model/post.h"
#include "model/query.h"

/*
 * post_edit_find(author, id):
 * Return the query for what the author of a post may edit. Rows: one with id,
 * body, audience, and version, which identifies the two. No row: ${author} has
 * no such post.
 */
struct query post_edit_find(int64_t, int64_t);

/*
 * post_edit(id, version, post):
 * Return the query that changes the post ${id} of this author to ${post}, if it
 * still is ${version}. Both are borrowed. Of ${post}, only the author, the
 * body, the audience and what post_find_keys() sets are used. Rows: one with
 * outcome
 * ("edited"; "same": it was like that; "meanwhile": it is another version;
 * "long"; "later"), changed (the topic of posts), wait (if later, the
 * seconds) and most (if long, how many characters it may have). No row:
 * ${author} has no such post, or has left.
 */
struct query post_edit(int64_t, const char *, const struct new_post *);

/*
 * post_versions(id, viewer, before):
 * Return the query for the earlier versions of a post, newest first. Rows: up
 * to 51, with place, body, mentions and at. None: it was not edited, or
 * ${viewer} cannot see it.
 */
struct query post_versions(int64_t, int64_t, int64_t);

#endif
