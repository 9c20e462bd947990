-- reads
-- What the people on a list have posted, the newest 51 posts first. Those whom
-- the owner blocks or who block them are left out, those they mute are not.
-- $1 the viewer, who owns the list, $2 its id, $3 the cursor: only posts with
-- lesser ids.
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
--
-- In two phases, as feed_home.
WITH author AS (
    SELECT person AS id FROM list_member
     WHERE owner = $1::bigint AND list = $2::bigint
       AND person NOT IN (SELECT other FROM block_pair b WHERE b.person = $1)
), newest AS MATERIALIZED (
    SELECT a.id AS author, n.id
      FROM author a
     CROSS JOIN LATERAL (
           SELECT p.id FROM post p
            WHERE p.author = a.id AND p.id < $3::bigint
            ORDER BY p.id DESC LIMIT 1) n
     ORDER BY n.id DESC
     LIMIT 51
), oldest AS MATERIALIZED (
    SELECT CASE WHEN count(*) = 51 THEN min(id) ELSE 0 END AS id FROM newest
), page AS MATERIALIZED (
    SELECT n.author, q.id
      FROM newest n
     CROSS JOIN LATERAL (
           SELECT p.id FROM post p
            WHERE p.author = n.author AND p.id <= n.id
              AND p.id >= (SELECT id FROM oldest)
            ORDER BY p.id DESC LIMIT 51) q
     ORDER BY q.id DESC
     LIMIT 51
)
SELECT p.id, p.author, a.nickname, p.body, p.created_at,
       p.author = $1 AS mine
  FROM page
  JOIN post p ON p.author = page.author AND p.id = page.id
  JOIN person a ON a.id = p.author
 ORDER BY p.id DESC
