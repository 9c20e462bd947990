-- SPDX-License-Identifier: ISC
-- reads
-- A member's posts for the pages of the archive, newest 501 first. $1 the author,
-- $2 the cursor: only posts with smaller ids.
-- id, body, created_at; parent: the post that it answers, or NULL.
SELECT id, body, created_at, parent
  FROM post
 WHERE author = $1::bigint AND id < $2::bigint AND original IS NULL
 ORDER BY id DESC
 LIMIT 501
