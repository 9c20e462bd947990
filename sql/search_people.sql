-- SPDX-License-Identifier: ISC
-- reads
-- At most ten members who match a search, except those who are absent, who are
-- hidden, whom the viewer blocks, or who block the viewer. $1 the viewer (0: a
-- visitor), $2 what was typed.
-- person (the id), nickname, about_me. First those whose nickname, present or
-- former, begins with it, which may be after an @; then those who have its words
-- in their description, the newest first. Of those words, at most 1,000 matches
-- are sorted.
WITH left_out AS MATERIALIZED (
    SELECT other AS person FROM block_pair WHERE person = $1::bigint
     UNION ALL
    SELECT person FROM unpromoted WHERE person <> $1
), begins AS MATERIALIZED (
    SELECT substring(lower($2::text COLLATE "C") FROM '^@?([a-z0-9_]{1,64})$')
               AS key
), called AS MATERIALIZED (
    SELECT n.person
      FROM nickname n
      JOIN person p ON p.id = n.person
     WHERE n.key >= (SELECT key FROM begins)
       AND n.key < (SELECT key || '{' FROM begins)
       AND n.person NOT IN (SELECT person FROM left_out)
     ORDER BY n.key
     LIMIT 10
), described AS MATERIALIZED (
    SELECT m.id AS person
      FROM (SELECT id FROM person
             WHERE to_tsvector('words_simple', normalize(about_me, NFKC))
                   @@ (SELECT search_query($2, 'simple'))
             LIMIT 1000) m
     WHERE m.id NOT IN (SELECT person FROM left_out)
     ORDER BY m.id DESC
     LIMIT 10
), found AS (
    SELECT person, min(place) AS place
      FROM (SELECT person, row_number() OVER () AS place FROM called
             UNION ALL
            SELECT person, 10 + row_number() OVER () FROM described) f
     GROUP BY person
     ORDER BY place
     LIMIT 10
)
SELECT a.id AS person, a.nickname, a.about_me
  FROM found f
  JOIN person a ON a.id = f.person
 ORDER BY f.place
