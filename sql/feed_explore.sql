-- SPDX-License-Identifier: ISC
-- reads
-- Everybody's posts, newest 51 first, except of members who are absent, who are
-- hidden, whom the viewer blocks, or who block the viewer. $1 the viewer (0: a
-- visitor), $2 the cursor: only posts with smaller ids.
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
SELECT p.id, p.author, a.nickname, p.body, p.created_at,
       p.author = $1::bigint AS mine
  FROM post p
  JOIN person a ON a.id = p.author
 WHERE p.id < $2::bigint
   AND p.author NOT IN (SELECT other FROM block_pair WHERE person = $1
                         UNION ALL
                        SELECT person FROM unpromoted)
 ORDER BY p.id DESC
 LIMIT 51
