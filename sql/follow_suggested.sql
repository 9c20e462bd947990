-- SPDX-License-Identifier: ISC
-- reads
-- Whom a member may want to follow: at most five people. $1 the viewer.
-- person, nickname, about_me: theirs; guide: the nickname of somebody whom the
-- viewer follows and who follows them, or NULL; others: how many others there
-- are of these, or NULL; several: more than one.
--
-- First come those whom most of the viewer's followed members follow; if there
-- are fewer than five, the most followed of those who have written most lately.
-- All have posted within 30 days, and the viewer neither follows, mutes nor
-- blocks them, nor do they block the viewer. Absent and hidden members are left
-- out.
--
-- The cost must not grow with how many somebody follows. So the query looks at
-- the 50 members whom the viewer followed last, at the 50 whom each of them
-- followed last, and of these 2,500 follows, in the index alone, at the 500
-- members with the most. OFFSET 0 keeps the planner from reading all of the
-- viewer's follows: the members are looked up one by one, until there are five.
WITH left_out AS MATERIALIZED (
    SELECT muted AS id FROM mute WHERE muter = $1::bigint
     UNION ALL
    SELECT other FROM block_pair WHERE person = $1
     UNION ALL
    SELECT person FROM unpromoted
     UNION ALL
    SELECT $1
), month AS MATERIALIZED (
    SELECT (extract(epoch FROM now() - interval '30 days') * 1000)::bigint << 20
           AS first
), guide AS MATERIALIZED (
    SELECT f.followed AS id, row_number() OVER (ORDER BY f.id DESC) AS place
      FROM (SELECT followed, id
              FROM follow
             WHERE follower = $1
               AND followed NOT IN (SELECT muted FROM mute WHERE muter = $1
                                     UNION ALL
                                    SELECT person FROM absent)
             ORDER BY id DESC
             LIMIT 50) f
), near AS MATERIALIZED (
    SELECT c.followed AS id, count(*) AS guides, min(g.place) AS place
      FROM guide g
     CROSS JOIN LATERAL (
           SELECT f.followed FROM follow f
            WHERE f.follower = g.id
            ORDER BY f.id DESC
            LIMIT 50) c
     WHERE c.followed NOT IN (SELECT id FROM left_out)
     GROUP BY c.followed
     ORDER BY guides DESC, place, c.followed DESC
     LIMIT 500
), friend AS MATERIALIZED (
    SELECT n.id, n.guides, n.place
      FROM near n
     WHERE NOT EXISTS (SELECT FROM follow f
                        WHERE f.follower = $1 AND f.followed = n.id
                       OFFSET 0)
       AND EXISTS (SELECT FROM post p
                    WHERE p.author = n.id AND p.id >= (SELECT first FROM month)
                      AND p.original IS NULL
                   OFFSET 0)
     LIMIT 5
), writer AS MATERIALIZED (
    SELECT r.author AS id, 0::bigint AS guides, NULL::bigint AS place
      FROM (SELECT p.author FROM post p
             WHERE p.id >= (SELECT first FROM month) AND p.original IS NULL
             ORDER BY p.id DESC
             LIMIT 500) r
     WHERE (SELECT count(*) FROM friend) < 5
       AND r.author NOT IN (SELECT id FROM left_out
                             UNION ALL
                            SELECT id FROM friend)
       AND NOT EXISTS (SELECT FROM follow f
                        WHERE f.follower = $1 AND f.followed = r.author
                       OFFSET 0)
     GROUP BY r.author
     ORDER BY count(*) DESC, r.author DESC
     LIMIT 50
), suggested AS (
    SELECT id, guides, place, 0 AS followers FROM friend
     UNION ALL
    SELECT w.id, w.guides, w.place,
           (SELECT sum(c.followers) FROM person_count c WHERE c.person = w.id)
      FROM writer w
     ORDER BY guides DESC, place, followers DESC, id DESC
     LIMIT 5
)
SELECT p.id AS person, p.nickname, p.about_me, named.nickname AS guide,
       CASE WHEN s.guides > 1 THEN s.guides - 1 END AS others,
       s.guides > 2 AS several
  FROM suggested s
  JOIN person p ON p.id = s.id
  LEFT JOIN guide g ON g.place = s.place
  LEFT JOIN person named ON named.id = g.id
 ORDER BY s.guides DESC, s.place, s.followers DESC, p.id DESC
