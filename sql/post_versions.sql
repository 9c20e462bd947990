-- SPDX-License-Identifier: ISC
-- reads
-- The earlier versions of a post, newest 51 first. $1 the post, $2 the viewer (0:
-- a visitor), $3 the cursor: only versions with smaller numbers.
-- place (the number: the cursor behind it), body, at (since when it was the text
-- of the post); mentions, as in post_shown().
-- No row: there are no more, or the viewer cannot see the post.
WITH hidden AS MATERIALIZED (
    SELECT hidden_from($2::bigint) AS ids
), written AS MATERIALIZED (
    SELECT p.author
      FROM post p, hidden h
     WHERE p.id = $1::bigint AND p.original IS NULL
       AND p.author <> ALL (h.ids)
     LIMIT 1
)
SELECT v.number AS place, v.body, v.at,
       CASE WHEN v.mentioned IS NOT NULL
            THEN (SELECT string_agg(n.key || ' ' || m.nickname, ' ')
                    FROM person m
                    JOIN nickname n ON n.person = m.id
                   WHERE m.id = ANY (v.mentioned)
                     AND m.id <> ALL (h.ids)) END AS mentions
  FROM written w
 CROSS JOIN hidden h
  JOIN post_version v
    ON v.author = w.author AND v.post = $1 AND v.number < $3::bigint
 ORDER BY v.number DESC
 LIMIT 51
