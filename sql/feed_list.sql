-- SPDX-License-Identifier: ISC
-- reads
-- The posts of the members on a list, newest 51 first, except of members who
-- are absent, whom the owner blocks, or who block the owner. Muted members are
-- shown. $1 the viewer, who owns the list, $2 the list's id, $3 the cursor:
-- only posts with smaller ids.
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
--
-- Works as feed_home does for members who follow up to a thousand.
WITH RECURSIVE author AS (
    SELECT person AS id FROM list_member
     WHERE owner = $1::bigint AND list = $2::bigint
       AND person NOT IN (SELECT other FROM block_pair b WHERE b.person = $1
                           UNION ALL
                          SELECT a.person FROM absent a)
), walk AS (
    SELECT 0 AS step, NULL::bigint AS author, $3::bigint AS id
     UNION ALL
    SELECT w.step + 1, n.author, n.id
      FROM walk w
     CROSS JOIN LATERAL (
           SELECT r.author, r.id
             FROM (SELECT p.author, p.id FROM post p
                    WHERE p.id < w.id
                    ORDER BY p.id DESC
                    LIMIT (SELECT count(*) FROM author)) r
            WHERE (r.author IN (SELECT id FROM author)) IS TRUE
            ORDER BY r.id DESC
            LIMIT 1) n
     WHERE w.step < 51
), newest AS MATERIALIZED (
    SELECT a.id AS author, n.id
      FROM author a
     CROSS JOIN LATERAL (
           SELECT p.id FROM post p
            WHERE p.author = a.id AND p.id < $3
            ORDER BY p.id DESC LIMIT 1) n
     WHERE (SELECT max(step) FROM walk) < 51
     ORDER BY n.id DESC
     LIMIT 51
), oldest AS MATERIALIZED (
    SELECT CASE WHEN count(*) = 51 THEN min(id) ELSE 0 END AS id FROM newest
), page AS MATERIALIZED (
    SELECT author, id FROM walk WHERE step > 0
     UNION
    (SELECT n.author, q.id
       FROM newest n
      CROSS JOIN LATERAL (
            SELECT p.id FROM post p
             WHERE p.author = n.author AND p.id <= n.id
               AND p.id >= (SELECT id FROM oldest)
             ORDER BY p.id DESC LIMIT 51) q
      ORDER BY q.id DESC
      LIMIT 51)
)
SELECT p.id, p.author, a.nickname, p.body, p.created_at,
       p.author = $1 AS mine
  FROM page
 CROSS JOIN LATERAL (
       SELECT * FROM post
        WHERE author = page.author AND id = page.id
        LIMIT 1) p
  JOIN person a ON a.id = p.author
 ORDER BY p.id DESC
