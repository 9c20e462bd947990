-- SPDX-License-Identifier: ISC
-- reads
-- The posts that match a search, newest 51 first, except of members who are
-- absent, who are hidden, whom the viewer blocks, or who block the viewer. $1
-- the viewer (0: a visitor), $2 words, or '' for any, $3 't' if the posts must
-- have a link, else 'f', $4 the author's nickname, or '' for everybody, $5 only
-- posts with this id or a greater one, $6 the cursor: only posts with smaller
-- ids, $7 how many posts may be sorted, $8 how many may be read: search_find().
-- place (the cursor behind it), and the columns of post_shown(); further: NULL.
-- If the page is not full because older posts were not searched, the last row
-- has, apart from place, only further: the cursor with which to search them, and
-- further_at, its time.
WITH hidden AS MATERIALIZED (
    SELECT hidden_from($1::bigint) AS ids
), page AS MATERIALIZED (
    SELECT author, id
      FROM search_posts($1, $2::text, $3::boolean, $4::text, $5::bigint,
                        $6::bigint, $7::bigint, $8::bigint)
)
SELECT page.id AS place, p.*,
       CASE WHEN page.author IS NULL THEN page.id END AS further,
       CASE WHEN page.author IS NULL
            THEN to_timestamp((page.id >> 20) / 1000) END AS further_at
  FROM page
 CROSS JOIN hidden
  LEFT JOIN LATERAL post_shown(page.author, page.id, $1, hidden.ids) p ON true
 WHERE p.id IS NOT NULL OR page.author IS NULL
 ORDER BY page.id DESC, page.author IS NULL
