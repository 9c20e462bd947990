-- SPDX-License-Identifier: ISC
-- reads
-- The followers of a member, newest 51 follows first, except members who are
-- absent, whom the viewer blocks, or who block the viewer. $1 a nickname in any
-- case, present or former, $2 the cursor: only follows with smaller ids, $3 the
-- viewer (0: a visitor).
-- id: the follow's; person, nickname, about_me: the follower's;
-- self: this is the viewer; follows: the viewer follows them.
--
-- There is no row either if the viewer is not shown the member
-- (person_shown_to()).
-- LATERAL and LIMIT make the planner look up these 51 among those whom the
-- viewer follows; a join might read all of them.
WITH visible AS MATERIALIZED (
    SELECT person_shown_to($3::bigint, $1::text) AS id
), page AS MATERIALIZED (
    SELECT f.id, f.follower AS person
      FROM follow f
     WHERE f.followed = (SELECT id FROM visible)
       AND f.id < $2::bigint
       AND f.follower NOT IN (SELECT other FROM block_pair
                               WHERE person = $3
                               UNION ALL
                              SELECT person FROM absent)
     ORDER BY f.id DESC
     LIMIT 51
)
SELECT page.id, page.person, p.nickname, p.about_me, page.person = $3 AS self,
       v.follower IS NOT NULL AS follows
  FROM page
  JOIN person p ON p.id = page.person
  LEFT JOIN LATERAL (
       SELECT follower FROM follow
        WHERE follower = $3 AND followed = page.person
        LIMIT 1) v ON true
 ORDER BY page.id DESC
