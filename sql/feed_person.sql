-- SPDX-License-Identifier: ISC
-- reads
-- The posts, replies and boosts of one member, newest 51 first; none if they are
-- absent, if the viewer blocks them or they block the viewer. Boosts of posts
-- whose author the viewer must not be shown are left out. $1 a nickname in any
-- case, present or former, $2 the cursor: only posts with smaller ids, $3 the
-- viewer (0: a visitor), $4 the least id: a period begins there.
-- place (the cursor behind it); booster: this member, if it is a boost, or NULL;
-- others: NULL; and the columns of post_shown().
--
-- First the author: one who blocks the viewer takes as long as a nickname that
-- nobody has. Then the ids from the index (author, id) alone, then these posts one
-- by one. In a single join, the planner would go by how much members write on
-- average, and read and sort everything that this one ever wrote.
WITH named AS MATERIALIZED (
    SELECT coalesce((SELECT person FROM nickname
                      WHERE key = lower($1::text COLLATE "C")), 0) AS id
), hidden AS MATERIALIZED (
    SELECT hidden_from($3::bigint) AS ids
), author AS MATERIALIZED (
    SELECT a.id, a.nickname
      FROM person a
     WHERE a.id = (SELECT CASE WHEN n.id = ANY (h.ids) THEN 0 ELSE n.id END
                     FROM named n, hidden h)
), page AS MATERIALIZED (
    SELECT author, id, original_author, original
      FROM post
     WHERE author = (SELECT id FROM author) AND id < $2::bigint
       AND id >= $4::bigint
       AND (original_author IS NULL
            OR original_author <> ALL ((SELECT ids FROM hidden)::bigint[]))
     ORDER BY id DESC
     LIMIT 51
)
SELECT page.id AS place,
       CASE WHEN page.original IS NOT NULL THEN a.nickname END AS booster,
       NULL::text AS others, p.*
  FROM author a
 CROSS JOIN page
 CROSS JOIN hidden
 CROSS JOIN LATERAL post_shown(coalesce(page.original_author, page.author),
                               coalesce(page.original, page.id), $3,
                               hidden.ids) p
 ORDER BY page.id DESC
