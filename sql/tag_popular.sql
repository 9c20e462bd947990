-- SPDX-License-Identifier: ISC
-- reads
-- The ten hashtags that most members used in the last seven days, two at least.
-- tag: the key; authors: how many members.
--
-- The clerk has counted them. Members who have become unpromoted since then are
-- subtracted, so that a hashtag of theirs disappears at once.
WITH gone AS MATERIALIZED (
    SELECT person FROM unpromoted
    EXCEPT
    SELECT unnest(unpromoted) FROM tag_week
), popular AS (
    SELECT t.tag,
           t.authors - (SELECT count(*) FROM gone
                         WHERE EXISTS (
                             SELECT FROM post_tag p
                              WHERE p.author = gone.person
                                AND p.post >= w.first_post
                                AND p.tag = t.tag)) AS authors
      FROM tag_week w, unnest(w.tags, w.authors) t (tag, authors)
)
SELECT tag, authors
  FROM popular
 WHERE authors >= 2
 ORDER BY authors DESC, tag
 LIMIT 10
