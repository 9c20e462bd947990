-- SPDX-License-Identifier: ISC
-- reads
-- A post for moderators, also one of a suspended member. $1 its id.
-- id, author, nickname (the author's), body, created_at.
-- No row: there is no such post, or its author deleted their account.
SELECT p.id, p.author, a.nickname, p.body, p.created_at
  FROM post p
  JOIN person a ON a.id = p.author
 WHERE p.id = $1::bigint AND p.original IS NULL
   AND NOT EXISTS (SELECT FROM absent b
                    WHERE b.person = p.author AND b.reason = 'left')
 LIMIT 1
