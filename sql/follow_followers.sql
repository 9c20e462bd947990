-- SPDX-License-Identifier: ISC
-- reads
-- The followers of a member, newest 51 follows first, except members whom the
-- viewer blocks or who block the viewer. $1 a nickname in any case, present or
-- former, $2 the cursor: only follows with smaller ids, $3 the viewer (0: a
-- visitor).
-- id: the follow's; person, nickname, about_me: the follower's.
SELECT f.id, p.id AS person, p.nickname, p.about_me
  FROM follow f
  JOIN person p ON p.id = f.follower
 WHERE f.followed = (SELECT person FROM nickname
                      WHERE key = lower($1::text COLLATE "C"))
   AND f.id < $2::bigint
   AND f.follower NOT IN (SELECT other FROM block_pair
                           WHERE person = $3::bigint)
 ORDER BY f.id DESC
 LIMIT 51
