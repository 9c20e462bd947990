-- SPDX-License-Identifier: ISC
-- reads
-- Who likes a post, newest 51 likes first, except members who are absent, whom
-- the viewer blocks, or who block the viewer. $1 the post, $2 the cursor: only
-- likes with smaller ids, $3 the viewer (0: a visitor).
-- id: the like's; person, nickname, about_me: of whom likes it.
--
-- There is no row either if the viewer does not see the post.
WITH hidden AS MATERIALIZED (
    SELECT hidden_from($3::bigint) AS ids
), seen AS MATERIALIZED (
    SELECT coalesce((SELECT p.author FROM post p, hidden h
                      WHERE p.id = $1::bigint AND p.original IS NULL
                        AND p.author <> ALL (h.ids)
                      LIMIT 1), 0) AS author
)
SELECT l.id, p.id AS person, p.nickname, p.about_me
  FROM post_like l
  JOIN person p ON p.id = l.person
 WHERE l.author = (SELECT author FROM seen) AND l.post = $1
   AND l.id < $2::bigint
   AND l.person NOT IN (SELECT unnest(ids) FROM hidden)
 ORDER BY l.id DESC
 LIMIT 51
