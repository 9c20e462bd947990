-- SPDX-License-Identifier: ISC
-- reads
-- A member's posts for the archive, newest 501 first. $1 the author, $2 the
-- cursor: only posts with smaller ids.
-- id, body, created_at.
SELECT id, body, created_at
  FROM post
 WHERE author = $1::bigint AND id < $2::bigint AND original IS NULL
 ORDER BY id DESC
 LIMIT 501
