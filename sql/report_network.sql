-- SPDX-License-Identifier: ISC
-- reads
-- The newest 20 others who signed up from the same network as the member whom a
-- report is about. $1 the report's id, $2 the moderator who asks.
-- nickname, joined_at; suspended: the member is.
SELECT p.nickname, p.created_at AS joined_at, a.reason IS NOT NULL AS suspended
  FROM report r
  JOIN person_origin o ON o.person = r.person
  JOIN person_origin s ON s.network = o.network AND s.person <> o.person
  JOIN person p ON p.id = s.person
  LEFT JOIN absent a ON a.person = p.id
 WHERE r.id = $1::bigint AND r.person <> $2::bigint
   AND a.reason IS DISTINCT FROM 'left'
 ORDER BY p.id DESC
 LIMIT 20
