-- SPDX-License-Identifier: ISC
-- reads
-- The members whom a member follows, newest 51 follows first, except members
-- who are absent, whom the viewer blocks, or who block the viewer. $1 a
-- nickname in any case, present or former, $2 the cursor: only follows with
-- smaller ids, $3 the viewer (0: a visitor).
-- id: the follow's; person, nickname, about_me: the followed member's.
--
-- There is no row either if the member is absent or blocks the viewer. As in
-- person_profile, that takes as long as a nickname that nobody has.
WITH named AS MATERIALIZED (
    SELECT coalesce((SELECT person FROM nickname
                      WHERE key = lower($1::text COLLATE "C")), 0) AS id
), visible AS MATERIALIZED (
    SELECT CASE WHEN EXISTS (SELECT FROM absent a WHERE a.person = n.id)
                  OR EXISTS (SELECT FROM block b
                              WHERE b.blocker = n.id AND b.blocked = $3::bigint)
           THEN 0 ELSE n.id END AS id
      FROM named n
)
SELECT f.id, p.id AS person, p.nickname, p.about_me
  FROM follow f
  JOIN person p ON p.id = f.followed
 WHERE f.follower = (SELECT id FROM visible)
   AND f.id < $2::bigint
   AND f.followed NOT IN (SELECT other FROM block_pair
                           WHERE person = $3
                           UNION ALL
                          SELECT person FROM absent)
 ORDER BY f.id DESC
 LIMIT 51
