-- reads
-- What the people somebody follows have posted, and they themselves, the newest
-- 51 posts first. Left out are those they mute, those they block or who block
-- them, and those on their exclusive lists. $1 the viewer, $2 the cursor: only
-- posts with lesser ids.
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
--
-- Two phases, so that the price does not grow with all that was ever written:
-- only the 51 people whose newest post is newest can be on the page, and none
-- of their posts on it is older than the newest of the 51st. NOT IN leaves the
-- followed in the order of their ids, in which their posts are found faster;
-- EXCEPT would mix them up.
WITH author AS (
    SELECT followed AS id FROM follow
     WHERE follower = $1::bigint
       AND followed NOT IN (
           SELECT muted FROM mute WHERE muter = $1
            UNION ALL
           SELECT other FROM block_pair WHERE person = $1
            UNION ALL
           SELECT m.person
             FROM list l
             JOIN list_member m ON m.owner = l.owner AND m.list = l.id
            WHERE l.owner = $1 AND l.exclusive)
     UNION ALL
    SELECT $1
), newest AS MATERIALIZED (
    SELECT a.id AS author, n.id
      FROM author a
     CROSS JOIN LATERAL (
           SELECT p.id FROM post p
            WHERE p.author = a.id AND p.id < $2::bigint
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
