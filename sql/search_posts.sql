-- SPDX-License-Identifier: ISC
-- reads
-- The posts that match a search, newest 51 first, except of members who are
-- absent, who are hidden, whom the viewer blocks, or who block the viewer. $1
-- the viewer (0: a visitor), $2 words, or '' for any, $3 't' if the posts must
-- have a link, else 'f', $4 the author's nickname, or '' for everybody, $5 only
-- posts with this id or a greater one, $6 the cursor: only posts with smaller
-- ids, $7 how many posts may be sorted, $8 how many may be read: search_find().
-- id, author, nickname (the author's), body, created_at, mine (the viewer's).
-- If the page is not full because older posts were not searched, the last row
-- has only further: the cursor with which to search them, and further_at, its
-- time.
WITH page AS MATERIALIZED (
    SELECT author, id
      FROM search_posts($1::bigint, $2::text, $3::boolean, $4::text, $5::bigint,
                        $6::bigint, $7::integer, $8::integer)
)
SELECT p.id, p.author, a.nickname, p.body, p.created_at,
       p.author = $1 AS mine,
       CASE WHEN page.author IS NULL THEN page.id END AS further,
       CASE WHEN page.author IS NULL
            THEN to_timestamp((page.id >> 20) / 1000) END AS further_at
  FROM page
  LEFT JOIN LATERAL (
       SELECT * FROM post
        WHERE author = page.author AND id = page.id
        LIMIT 1) p ON true
  LEFT JOIN LATERAL (
       SELECT nickname FROM person
        WHERE id = page.author
        LIMIT 1) a ON true
 WHERE p.id IS NOT NULL OR page.author IS NULL
 ORDER BY p.id DESC NULLS LAST
