-- SPDX-License-Identifier: ISC
-- reads
-- The months in which a member posted, newest first; none if they are absent, if
-- the viewer blocks them or they block the viewer. $1 a nickname in any case,
-- present or former, $2 the viewer (0: a visitor).
-- month: as in 2026-03; name: March 2026; posts: how many, replies among them, but
-- no boosts; NULL if that would take too long.
--
-- First the author, as in feed_person. Then month by month, each with one look
-- at the index (author, id) for its newest post, because ids contain the time.
-- Its posts are counted in the index, too: of the newest months, until 10,000
-- posts were read, which takes about 1 ms.
WITH RECURSIVE named AS MATERIALIZED (
    SELECT coalesce((SELECT person FROM nickname
                      WHERE key = lower($1::text COLLATE "C")), 0) AS id
), visible AS MATERIALIZED (
    SELECT CASE WHEN EXISTS (SELECT FROM absent a WHERE a.person = n.id)
                  OR EXISTS (SELECT FROM block_pair b
                              WHERE b.person = $2::bigint AND b.other = n.id)
           THEN 0 ELSE n.id END AS id
      FROM named n
), month AS (
    SELECT (SELECT id FROM visible) AS author, NULL::timestamp AS start,
           9223372036854775807 AS first, 0::bigint AS posts,
           10000::bigint AS budget
     UNION ALL
    SELECT m.author, n.start, n.first, c.posts, m.budget - c.rows
      FROM month m
     CROSS JOIN LATERAL (
           SELECT p.id,
                  date_trunc('month', to_timestamp((p.id >> 20) / 1000)
                                      AT TIME ZONE 'UTC') AS start
             FROM post p
            WHERE p.author = m.author AND p.id < m.first
            ORDER BY p.id DESC
            LIMIT 1) newest
     CROSS JOIN LATERAL (
           SELECT newest.start,
                  extract(epoch FROM newest.start)::bigint * 1000 << 20
                  AS first) n
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE original IS NULL) AS posts,
                  count(*) AS rows
             FROM (SELECT p.original FROM post p
                    WHERE p.author = m.author
                      AND p.id >= n.first AND p.id < m.first
                    LIMIT m.budget) counted) c
)
SELECT to_char(start, 'YYYY-MM') AS month, to_char(start, 'FMMonth YYYY') AS name,
       CASE WHEN budget > 0 THEN posts END AS posts
  FROM month
 WHERE start IS NOT NULL AND (posts > 0 OR budget <= 0)
 ORDER BY first DESC
