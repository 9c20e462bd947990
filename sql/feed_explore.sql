-- SPDX-License-Identifier: ISC
-- reads
-- Everybody's posts, newest 51 first, without replies and boosts, and except of
-- members who are absent, who are hidden, whom the viewer blocks, or who block
-- the viewer. $1 the viewer (0: a visitor), $2 the cursor: only posts with
-- smaller ids.
-- place (the cursor behind it), and the columns of post_shown().
WITH hidden AS MATERIALIZED (
    SELECT hidden_from($1::bigint) AS ids
), page AS MATERIALIZED (
    SELECT author, id
      FROM post
     WHERE id < $2::bigint AND parent_author IS NULL AND original IS NULL
       AND author NOT IN (SELECT unnest(ids) FROM hidden
                           UNION ALL
                          SELECT person FROM unpromoted)
     ORDER BY id DESC
     LIMIT 51
)
SELECT page.id AS place, p.*
  FROM page
 CROSS JOIN hidden
 CROSS JOIN LATERAL post_shown(page.author, page.id, $1, hidden.ids) p
 ORDER BY page.id DESC
