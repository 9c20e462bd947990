-- SPDX-License-Identifier: ISC
-- reads
-- The threads that a member mutes, newest 51 mutes first. $1 the member, $2 the
-- cursor: only mutes with smaller ids.
-- id: the mute's; thread: the first post's; nickname (its author's), excerpt:
-- NULL if that post is gone, or not to be shown to the member.
SELECT t.id, t.thread, a.nickname, excerpt(p.body) AS excerpt
  FROM thread_mute t
  LEFT JOIN LATERAL (
       SELECT q.author, q.body FROM post q
        WHERE q.id = t.thread
          AND q.author NOT IN (SELECT other FROM block_pair WHERE person = $1
                                UNION ALL
                               SELECT person FROM absent)
        LIMIT 1) p ON true
  LEFT JOIN person a ON a.id = p.author
 WHERE t.person = $1::bigint AND t.id < $2::bigint
 ORDER BY t.id DESC
 LIMIT 51
