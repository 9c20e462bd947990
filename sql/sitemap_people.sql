-- SPDX-License-Identifier: ISC
-- reads
-- A part of the sitemap: the members in a range of ids who have posts, except
-- those who are absent or hidden. $1 the number of the part, $2 how many ids a
-- part has.
-- nickname; changed_at: the time of the newest post.
SELECT p.nickname, n.created_at AS changed_at
  FROM person p
 CROSS JOIN LATERAL (
       SELECT created_at FROM post
        WHERE author = p.id
        ORDER BY id DESC
        LIMIT 1) n
 WHERE p.id >= $1::bigint * $2::bigint AND p.id < ($1 + 1) * $2
   AND p.id NOT IN (SELECT person FROM unpromoted)
 ORDER BY p.id
