-- SPDX-License-Identifier: ISC
-- reads
-- What a reply answers, from the beginning of the conversation on: the ten posts
-- above it. $1 the reply, $2 the viewer (0: a visitor).
-- begin: in the first row, the first post of the conversation, if there are more
-- than ten; gone: the post has been deleted, or the viewer may not see it, and
-- the other columns are NULL; and the columns of post_shown().
--
-- The path has the ids of them all, and the last of these is the parent, except
-- in very deep conversations. The authors are found with the ids.
WITH hidden AS MATERIALIZED (
    SELECT hidden_from($2::bigint) AS ids
), reply AS MATERIALIZED (
    SELECT CASE WHEN path[cardinality(path) - 1] = parent
                THEN trim_array(path, 1)
           ELSE trim_array(path, 1) || parent END AS above
      FROM post, hidden
     WHERE id = $1::bigint AND parent IS NOT NULL
       AND author <> ALL (hidden.ids)
     LIMIT 1
), step AS MATERIALIZED (
    SELECT above[place] AS id, place,
           CASE WHEN place > 1
                 AND place = cardinality(above) - 9 THEN above[1] END AS begin
      FROM reply
     CROSS JOIN generate_series(greatest(1, cardinality(above) - 9),
                                cardinality(above)) place
)
SELECT s.begin, p.id IS NULL AS gone, p.*
  FROM step s
 CROSS JOIN hidden
  LEFT JOIN LATERAL (
       SELECT author FROM post
        WHERE id = s.id AND author <> ALL (hidden.ids)
        LIMIT 1) w ON true
  LEFT JOIN LATERAL post_shown(w.author, s.id, $2, hidden.ids) p ON true
 ORDER BY s.place
