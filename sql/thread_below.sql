-- SPDX-License-Identifier: ISC
-- reads
-- The replies to a post, and to those, each below what it answers, the oldest
-- first: 51. $1 the post, $2 the viewer (0: a visitor), $3 the cursor: only what
-- follows this reply, or all if it has been deleted or is not here.
-- place (the cursor behind it); depth: 0 for direct replies, at most 4; gap: what
-- it answers has been deleted or the viewer may not see it, and this is the
-- first reply to it on the page; and the columns of post_shown().
--
-- Replies are in the order of their paths, and all below a post begin with its
-- own path, except where paths end (post.path). So the page is one piece of the
-- index of paths.
WITH hidden AS MATERIALIZED (
    SELECT hidden_from($2::bigint) AS ids
), top AS MATERIALIZED (
    SELECT id, coalesce(path, ARRAY[id]) AS path
      FROM post, hidden
     WHERE id = $1::bigint AND original IS NULL AND author <> ALL (hidden.ids)
     LIMIT 1
), page AS MATERIALIZED (
    SELECT r.author, r.id, r.path, r.parent, r.parent_author
      FROM top
     CROSS JOIN hidden
     CROSS JOIN LATERAL (
           SELECT * FROM post
            WHERE path > coalesce((SELECT c.path FROM post c
                                    WHERE c.id = $3::bigint AND c.path > top.path
                                    LIMIT 1), top.path)
              AND path < top.path[1:99] || 9223372036854775807
              AND author <> ALL (hidden.ids)
            ORDER BY path
            LIMIT 51) r
)
SELECT page.id AS place,
       greatest(0, least(4, cardinality(page.path)
                            - cardinality(top.path) - 1)) AS depth,
       row_number() OVER (PARTITION BY page.parent ORDER BY page.path) = 1
       AND (page.parent_author = ANY (hidden.ids)
            OR NOT EXISTS (SELECT FROM post o
                            WHERE o.author = page.parent_author
                              AND o.id = page.parent)) AS gap,
       p.*
  FROM page
 CROSS JOIN top
 CROSS JOIN hidden
 CROSS JOIN LATERAL post_shown(page.author, page.id, $2, hidden.ids) p
 ORDER BY page.path
