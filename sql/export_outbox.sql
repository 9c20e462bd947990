-- SPDX-License-Identifier: ISC
-- reads
-- A member's posts for the archive, oldest 501 first: an import finds what a
-- reply answers, if the member wrote that too. $1 the author, $2 the cursor: only
-- posts with greater ids.
-- id, body, created_at; parent: the post that it answers, or NULL; audience: who
-- may reply; edited_at: NULL if it never was.
SELECT id, body, created_at, parent, audience, edited_at
  FROM post
 WHERE author = $1::bigint AND id > $2::bigint AND original IS NULL
 ORDER BY id
 LIMIT 501
