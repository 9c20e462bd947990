-- SPDX-License-Identifier: ISC
-- reads
-- A post with its surroundings. $1 its id, $2 the viewer (0: a visitor).
-- audience (post.audience), can_reply (the viewer may), thread_muted (the viewer
-- gets no notifications of its thread), and the columns of post_shown().
-- No row: there is no such post, it is a boost, its author is absent, or one of
-- viewer and author blocks the other. All take the same time: they continue with
-- the id 0, which nobody has.
WITH hidden AS MATERIALIZED (
    SELECT hidden_from($2::bigint) AS ids
), written AS MATERIALIZED (
    SELECT coalesce((SELECT author FROM post
                      WHERE id = $1::bigint AND original IS NULL
                      LIMIT 1), 0) AS author
), visible AS MATERIALIZED (
    SELECT CASE WHEN w.author = ANY (h.ids) THEN 0 ELSE w.author END AS author
      FROM written w, hidden h
)
SELECT o.audience,
       post_can_reply(o.author, o.audience, o.mentioned, $2) AS can_reply,
       EXISTS (SELECT FROM thread_mute t
                WHERE t.person = $2 AND t.thread = coalesce(o.path[1], o.id))
           AS thread_muted, p.*
  FROM visible v
 CROSS JOIN hidden h
 CROSS JOIN LATERAL post_shown(v.author, $1, $2, h.ids) p
  JOIN post o ON o.author = p.author AND o.id = p.id
