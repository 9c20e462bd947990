-- SPDX-License-Identifier: ISC
-- reads
-- The posts and replies with a hashtag, newest 51 first, except of members who
-- are absent, who are hidden, whom the viewer blocks, or who block the viewer.
-- $1 the viewer (0: a visitor), $2 the key of the hashtag, $3 the cursor: only
-- posts with smaller ids.
-- place (the cursor behind it), and the columns of post_shown().
WITH hidden AS MATERIALIZED (
    SELECT hidden_from($1::bigint) AS ids
), page AS MATERIALIZED (
    SELECT author, post AS id
      FROM post_tag
     WHERE tag = $2::text AND post < $3::bigint
       AND author NOT IN (SELECT unnest(ids) FROM hidden
                           UNION ALL
                          SELECT person FROM unpromoted)
     ORDER BY post DESC
     LIMIT 51
)
SELECT page.id AS place, p.*
  FROM page
 CROSS JOIN hidden
 CROSS JOIN LATERAL post_shown(page.author, page.id, $1, hidden.ids) p
 ORDER BY page.id DESC
