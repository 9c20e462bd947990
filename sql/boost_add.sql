-- SPDX-License-Identifier: ISC
-- writes
-- Boost a post: bring it to the member's followers. $1 the member, $2 the post;
-- $3, $4 how many posts and boosts the member may make in how many seconds; $3 of
-- 0: no limit.
-- outcome: 'boosted', 'already', 'own' (the member wrote it) or 'later' (the limit
-- is reached); changed: the topic of posts, or NULL; wait: the seconds until the next
-- boost is allowed, or NULL or 0.
-- No row: the member sees no such post.
SELECT outcome, changed, wait
  FROM boost_add($1::bigint, $2::bigint, $3::integer, $4::integer)
