-- reads
-- What one person has posted, the newest 51 posts first; nothing if the viewer
-- blocks them or they the viewer. $1 a nickname in any case, present or former,
-- $2 the cursor: only posts with lesser ids, $3 the viewer (0: a visitor).
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
--
-- A sub-select and not a join: the author is known before the posts are looked
-- for, and the index (author, id) is the only way to go.
SELECT p.id, p.author, a.nickname, p.body, p.created_at,
       p.author = $3::bigint AS mine
  FROM post p
  JOIN person a ON a.id = p.author
 WHERE p.author = (SELECT person FROM nickname
                    WHERE key = lower($1::text COLLATE "C"))
   AND p.id < $2::bigint
   AND NOT EXISTS (SELECT FROM block_pair b
                    WHERE b.person = $3 AND b.other = p.author)
 ORDER BY p.id DESC
 LIMIT 51
