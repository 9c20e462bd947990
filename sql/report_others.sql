-- SPDX-License-Identifier: ISC
-- reads
-- The newest 20 other reports about the same member. $1 a report's id, $2 the
-- moderator who asks.
-- id, reason, words, created_at, outcome: the report's; about_post: it is about a
-- post; is_open.
SELECT o.id, o.reason, o.words, o.created_at, o.outcome,
       o.post IS NOT NULL AS about_post, o.state = 'open' AS is_open
  FROM report r
  JOIN report o ON o.person = r.person AND o.id <> r.id
 WHERE r.id = $1::bigint AND r.person <> $2::bigint
 ORDER BY o.id DESC
 LIMIT 20
