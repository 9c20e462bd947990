-- reads
-- What the people somebody follows have posted, and they themselves, the newest
-- 51 posts first. Left out are those they mute, those they block or who block
-- them, and those on their exclusive lists. $1 the viewer, $2 the cursor: only
-- posts with lesser ids.
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
--
-- The price must not grow with all that was ever written. So first a walk back
-- through everybody's posts, from one for the page to the next, as long as that
-- is among the next n, n being how many are followed, at most 1,000: who
-- follows thousands has a page before the thousands are looked at one by one.
-- Up to 2,000 they are hashed once; beyond that it costs less to look for each
-- author that is met among the followed (OFFSET 0 keeps the planner from
-- hashing them). A walk that ends early has cost little beside what comes then,
-- two phases: only the 51 people whose newest post is newest can be on the
-- page, and none of their posts on it is older than the newest of the 51st.
--
-- NOT IN leaves the followed in the order of their ids, in which their posts
-- are found faster; EXCEPT would mix them up. IS TRUE has the authors hashed;
-- a bare IN would be a join with all of them at each step. LIMIT 1 has a post
-- found by its key; a join may read all that its author wrote.
WITH RECURSIVE left_out AS (
    SELECT muted AS id FROM mute WHERE muter = $1::bigint
     UNION ALL
    SELECT other FROM block_pair WHERE person = $1
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
