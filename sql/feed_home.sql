-- SPDX-License-Identifier: ISC
-- reads
-- The posts of the viewer and of the members whom the viewer follows, newest 51
-- first. Left out are members who are absent, whom the viewer mutes or blocks,
-- who block the viewer, or who are on an exclusive list of the viewer's. $1 the
-- viewer, $2 the cursor: only posts with smaller ids.
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
--
-- The cost must not grow with the number of all posts. So the query first walks
-- back through everybody's posts, from one post for the page to the next, as
-- long as the next one is found within n posts, n being the number of followed
-- members, at most 1,000. Thus for a member who follows thousands, the page is
-- usually full before the thousands are looked up one by one. Fewer than 2,000
-- followed members are hashed once; with more, it is cheaper to look up each
-- author met on the walk (OFFSET 0 keeps the planner from hashing them). If the
-- walk ends early, it cost little compared with the second way, which has two
-- phases: only the 51 authors who posted last can be on the page, and no post
-- on it is older than the latest post of the 51st of them.
--
-- NOT IN leaves the followed members in the order of their ids, in which their
-- posts are found faster; EXCEPT would shuffle them. IS TRUE makes the planner
-- hash the authors; a bare IN would join with all of them at each step. LIMIT 1
-- makes it find a post by its key; a join might read everything that its author
-- wrote.
WITH RECURSIVE left_out AS (
    SELECT muted AS id FROM mute WHERE muter = $1::bigint
     UNION ALL
    SELECT other FROM block_pair WHERE person = $1
     UNION ALL
    SELECT person FROM absent
     UNION ALL
    SELECT m.person
      FROM list l
      JOIN list_member m ON m.owner = l.owner AND m.list = l.id
     WHERE l.owner = $1 AND l.exclusive
), author AS (
    SELECT followed AS id FROM follow
     WHERE follower = $1 AND followed NOT IN (SELECT id FROM left_out)
     UNION ALL
    SELECT $1
), many AS MATERIALIZED (
    SELECT sum(following)::bigint AS followed FROM person_count
     WHERE person = $1
), walk AS (
    SELECT 0 AS step, NULL::bigint AS author, $2::bigint AS id
     UNION ALL
    SELECT w.step + 1, n.author, n.id
      FROM walk w
     CROSS JOIN LATERAL (
           SELECT r.author, r.id
             FROM (SELECT p.author, p.id FROM post p
                    WHERE p.id < w.id
                    ORDER BY p.id DESC
                    LIMIT (SELECT least(followed, 1000) + 1 FROM many)) r
            WHERE CASE WHEN (SELECT followed FROM many) < 2000
                  THEN (r.author IN (SELECT id FROM author)) IS TRUE
                  ELSE r.author = $1
                    OR EXISTS (SELECT FROM follow
                                WHERE follower = $1 AND followed = r.author
                               OFFSET 0)
                       AND r.author NOT IN (SELECT id FROM left_out)
                  END
            ORDER BY r.id DESC
            LIMIT 1) n
     WHERE w.step < 51
), newest AS MATERIALIZED (
    SELECT a.id AS author, n.id
      FROM author a
     CROSS JOIN LATERAL (
           SELECT p.id FROM post p
            WHERE p.author = a.id AND p.id < $2
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
