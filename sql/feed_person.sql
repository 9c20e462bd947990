-- SPDX-License-Identifier: ISC
-- reads
-- The posts of one member, newest 51 first; none if they are absent, if the
-- viewer blocks them or they block the viewer. $1 a nickname in any case,
-- present or former, $2 the cursor: only posts with smaller ids, $3 the viewer
-- (0: a visitor).
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
--
-- First the author, as in person_profile: an author who blocks the viewer takes
-- as long as a nickname that nobody has. Then the ids from the index (author,
-- id) alone, then these posts one by one. In a single join, the planner would
-- go by how much members write on average, and read and sort everything that
-- this one ever wrote.
WITH named AS MATERIALIZED (
    SELECT coalesce((SELECT person FROM nickname
                      WHERE key = lower($1::text COLLATE "C")), 0) AS id
), visible AS MATERIALIZED (
    SELECT CASE WHEN EXISTS (SELECT FROM absent a WHERE a.person = n.id)
                  OR EXISTS (SELECT FROM block_pair b
                              WHERE b.person = $3::bigint AND b.other = n.id)
           THEN 0 ELSE n.id END AS id
      FROM named n
), author AS MATERIALIZED (
    SELECT a.id, a.nickname
      FROM visible v
      JOIN person a ON a.id = v.id
), page AS MATERIALIZED (
    SELECT author, id
      FROM post
     WHERE author = (SELECT id FROM author) AND id < $2::bigint
     ORDER BY id DESC
     LIMIT 51
)
SELECT p.id, p.author, a.nickname, p.body, p.created_at,
       p.author = $3 AS mine
  FROM author a
 CROSS JOIN page
 CROSS JOIN LATERAL (
       SELECT * FROM post
        WHERE author = page.author AND id = page.id
        LIMIT 1) p
 ORDER BY p.id DESC
