-- SPDX-License-Identifier: ISC
-- reads
-- A post. $1 its id, $2 the viewer (0: a visitor).
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
-- No row: there is no such post, its author is absent, or one of viewer and
-- author blocks the other. All take the same time: they continue with the id 0,
-- which nobody has.
WITH written AS MATERIALIZED (
    SELECT coalesce((SELECT author FROM post
                      WHERE id = $1::bigint LIMIT 1), 0) AS author
), visible AS MATERIALIZED (
    SELECT CASE WHEN EXISTS (SELECT FROM absent a WHERE a.person = w.author)
                  OR EXISTS (SELECT FROM block_pair b
                              WHERE b.person = $2::bigint
                                AND b.other = w.author)
           THEN 0 ELSE w.author END AS author
      FROM written w
)
SELECT p.id, p.author, a.nickname, p.body, p.created_at,
       p.author = $2 AS mine
  FROM visible v
  JOIN post p ON p.author = v.author AND p.id = $1
  JOIN person a ON a.id = p.author
