-- SPDX-License-Identifier: ISC
-- reads
-- The posts that a member likes, for the archive: the oldest 501 likes first,
-- except of posts that the member cannot see now. $1 the member, $2 the cursor:
-- only likes with greater ids.
-- id: the like's; post.
SELECT id, post
  FROM post_like
 WHERE person = $1::bigint AND id > $2::bigint
   AND author NOT IN (SELECT unnest(hidden_from($1)))
 ORDER BY id
 LIMIT 501
