-- SPDX-License-Identifier: ISC
-- reads
-- The posts that a member keeps, newest 51 bookmarks first, except of members who
-- are absent, whom this one blocks, or who block this one. $1 the member, $2 the
-- cursor: only bookmarks with smaller ids.
-- place (the cursor behind it), and the columns of post_shown().
WITH hidden AS MATERIALIZED (
    SELECT hidden_from($1::bigint) AS ids
), page AS MATERIALIZED (
    SELECT author, post, id
      FROM bookmark
     WHERE person = $1 AND id < $2::bigint
       AND author NOT IN (SELECT unnest(ids) FROM hidden)
     ORDER BY id DESC
     LIMIT 51
)
SELECT page.id AS place, p.*
  FROM page
 CROSS JOIN hidden
 CROSS JOIN LATERAL post_shown(page.author, page.post, $1, hidden.ids) p
 ORDER BY page.id DESC
