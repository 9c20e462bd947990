-- SPDX-License-Identifier: ISC
-- reads
-- What the author of a post may edit. $1 the author, $2 the post.
-- id, body, audience (post.audience); version: what post_edit() expects.
-- No row: the author has no such post.
SELECT p.id, p.body, p.audience,
       post_version_of(p.author, p.id, p.audience) AS version
  FROM post p
 WHERE p.author = $1::bigint AND p.id = $2::bigint AND p.original IS NULL
