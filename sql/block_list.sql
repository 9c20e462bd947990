-- SPDX-License-Identifier: ISC
-- reads
-- The members that a member blocks, newest 51 blocks first, except absent ones.
-- $1 the blocker, $2 the cursor: only blocks with smaller ids.
-- id: the block's; person, nickname, about_me: the blocked member's.
SELECT b.id, p.id AS person, p.nickname, p.about_me
  FROM block b
  JOIN person p ON p.id = b.blocked
 WHERE b.blocker = $1::bigint AND b.id < $2::bigint
   AND b.blocked NOT IN (SELECT person FROM absent)
 ORDER BY b.id DESC
 LIMIT 51
