-- SPDX-License-Identifier: ISC
-- reads
-- The other members who signed up from the same network, newest 20 first, as
-- long as it is known. $1 the member's nickname in any case, present or former.
-- nickname, created_at; suspended: whether they are; total: how many there are;
-- network: which one it is.
SELECT p.nickname, p.created_at, a.person IS NOT NULL AS suspended,
       count(*) OVER () AS total, o.network
  FROM nickname n
  JOIN person_origin o ON o.person = n.person
  JOIN person_origin x ON x.network = o.network AND x.person <> o.person
  JOIN person p ON p.id = x.person
  LEFT JOIN absent a ON a.person = p.id
 WHERE n.key = lower($1::text COLLATE "C")
   AND coalesce(a.reason, '') <> 'left'
 ORDER BY p.id DESC
 LIMIT 20
