-- SPDX-License-Identifier: ISC
-- writes
-- Delete a post. $1 the author, $2 the post's id.
-- id: $2; changed: the topic of posts.
-- No row: the author has no such post.
SELECT id, changed FROM post_delete($1::bigint, $2::bigint)
