-- SPDX-License-Identifier: ISC
-- reads
-- The posts, replies and boosts of the members on a list, newest 51 first,
-- except of members who are absent, whom the owner blocks, or who block the
-- owner. Muted members are shown, but not boosts by members whose boosts the
-- owner mutes. Replies are shown if they answer the owner or members on the list.
-- $1 the viewer, who owns the list, $2 the list's id, $3 the cursor: only rows
-- with smaller places.
-- The columns are those of feed_home.
--
-- Works as feed_home does for members who follow up to a thousand.
WITH RECURSIVE hidden AS MATERIALIZED (
    SELECT hidden_from($1::bigint) AS ids
), left_out AS (
    SELECT unnest(ids) AS id FROM hidden
), author AS (
    SELECT person AS id FROM list_member
     WHERE owner = $1 AND list = $2::bigint
       AND person NOT IN (SELECT id FROM left_out)
), answered AS (
    SELECT id FROM author
     UNION ALL
    SELECT $1
), boosts_left_out AS (
    SELECT muted AS id FROM boost_mute WHERE muter = $1
), walk AS (
    SELECT 0 AS step, NULL::bigint AS author, $3::bigint AS id,
           NULL::bigint AS original_author, NULL::bigint AS original
     UNION ALL
    SELECT w.step + 1, n.author, n.id, n.original_author, n.original
      FROM walk w
     CROSS JOIN LATERAL (
           SELECT r.*
             FROM (SELECT p.author, p.id, p.parent_author, p.original_author,
                          p.original
                     FROM post p
                    WHERE p.id < w.id
                    ORDER BY p.id DESC
                    LIMIT (SELECT count(*) FROM author)) r
            WHERE (r.author IN (SELECT id FROM author)) IS TRUE
              AND (r.parent_author IS NULL OR r.parent_author IN (
                       SELECT id FROM answered))
              AND (r.original IS NULL
                   OR r.original_author NOT IN (SELECT id FROM left_out)
                      AND r.author NOT IN (SELECT id FROM boosts_left_out))
            ORDER BY r.id DESC
            LIMIT 1) n
     WHERE w.step < 51
), newest AS MATERIALIZED (
    SELECT a.id AS author, n.id
      FROM author a
     CROSS JOIN LATERAL (
           SELECT p.id FROM post p
            WHERE p.author = a.id AND p.id < $3
              AND (p.parent_author IS NULL OR p.parent_author IN (
                       SELECT id FROM answered))
              AND (p.original IS NULL
                   OR p.original_author NOT IN (SELECT id FROM left_out)
                      AND p.author NOT IN (SELECT id FROM boosts_left_out))
            ORDER BY p.id DESC
            LIMIT (SELECT 50 / greatest(count(*), 1) + 1 FROM author)) n
     WHERE (SELECT max(step) FROM walk) < 51
     ORDER BY n.id DESC
     LIMIT 51
), oldest AS MATERIALIZED (
    SELECT CASE WHEN count(*) = 51 THEN min(id) ELSE 0 END AS id FROM newest
), page AS MATERIALIZED (
    SELECT author, id, original_author, original FROM walk WHERE step > 0
     UNION
    (SELECT n.author, q.id, q.original_author, q.original
       FROM (SELECT author, max(id) AS id FROM newest GROUP BY author) n
      CROSS JOIN LATERAL (
            SELECT p.id, p.original_author, p.original FROM post p
             WHERE p.author = n.author AND p.id <= n.id
               AND p.id >= (SELECT id FROM oldest)
               AND (p.parent_author IS NULL OR p.parent_author IN (
                        SELECT id FROM answered))
               AND (p.original IS NULL
                    OR p.original_author NOT IN (SELECT id FROM left_out)
                       AND p.author NOT IN (SELECT id FROM boosts_left_out))
             ORDER BY p.id DESC LIMIT 51) q
      ORDER BY q.id DESC
      LIMIT 51)
), entry AS MATERIALIZED (
    SELECT id AS place, author AS booster, original,
           coalesce(original_author, author) AS author,
           coalesce(original, id) AS post,
           row_number() OVER same AS number,
           count(original) OVER same - 1 AS others
      FROM page
    WINDOW same AS (PARTITION BY coalesce(original, id) ORDER BY id DESC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT e.place, e.number > 1 AS again,
       CASE WHEN e.original IS NOT NULL
            THEN (SELECT b.nickname FROM person b WHERE b.id = e.booster)
       END AS booster,
       CASE WHEN e.original IS NOT NULL AND e.others > 0
            THEN e.others || CASE e.others WHEN 1 THEN ' other'
                             ELSE ' others' END END AS others,
       p.*
  FROM entry e
 CROSS JOIN hidden
  LEFT JOIN LATERAL post_shown(e.author, e.post, $1, hidden.ids) p
            ON e.number = 1
 ORDER BY e.place DESC
