-- SPDX-License-Identifier: ISC
-- reads
-- Who boosted a post, newest 51 boosts first, except members who are absent, whom
-- the viewer blocks, or who block the viewer. $1 the post, $2 the cursor: only
-- boosts with smaller ids, $3 the viewer (0: a visitor).
-- id: the boost's; person, nickname, about_me: of whom boosted it.
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
SELECT b.id, p.id AS person, p.nickname, p.about_me
  FROM post b
  JOIN person p ON p.id = b.author
 WHERE b.original = $1 AND b.original_author = (SELECT author FROM seen)
   AND b.id < $2::bigint
   AND b.author NOT IN (SELECT unnest(ids) FROM hidden)
 ORDER BY b.id DESC
 LIMIT 51
