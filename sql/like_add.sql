-- SPDX-License-Identifier: ISC
-- writes
-- Like a post. $1 the member, $2 the post.
-- outcome: 'liked' or 'already'; changed: the topic of posts, or NULL.
-- No row: the member sees no such post.
SELECT outcome, changed FROM like_add($1::bigint, $2::bigint)
