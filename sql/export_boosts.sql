-- SPDX-License-Identifier: ISC
-- reads
-- What a member boosted, for the archive: the oldest 501 boosts first, except of
-- posts that the member cannot see now. $1 the member, $2 the cursor: only boosts
-- with greater ids.
-- id: the boost's; created_at: when; post.
SELECT id, created_at, original AS post
  FROM post
 WHERE author = $1::bigint AND id > $2::bigint AND original IS NOT NULL
   AND original_author NOT IN (SELECT unnest(hidden_from($1)))
 ORDER BY id
 LIMIT 501
