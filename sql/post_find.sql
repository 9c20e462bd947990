-- SPDX-License-Identifier: ISC
-- reads
-- A post. $1 its id, $2 the viewer (0: a visitor).
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
-- No row: there is no such post, or one of viewer and author blocks the other.
SELECT p.id, p.author, a.nickname, p.body, p.created_at,
       p.author = $2::bigint AS mine
  FROM post p
  JOIN person a ON a.id = p.author
 WHERE p.id = $1::bigint
   AND NOT EXISTS (SELECT FROM block_pair b
                    WHERE b.person = $2 AND b.other = p.author)
