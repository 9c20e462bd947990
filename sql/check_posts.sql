-- SPDX-License-Identifier: ISC
-- reads
-- The first post whose counts are wrong.
-- posts: how many there are; post: its id; replies, likes, boosts: what is missing
-- from the counts.
-- No row: all counts are right.
SELECT count(*) OVER () AS posts, post, replies, likes, boosts
  FROM post_count_wrong
 ORDER BY post
 LIMIT 1
