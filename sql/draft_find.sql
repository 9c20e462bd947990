-- SPDX-License-Identifier: ISC
-- reads
-- The draft that a member saved last. $1 the author, $2 the post that it
-- answers, or 0.
-- id, body: the draft's; others: how many earlier ones there are, or NULL.
-- No row: there is none.
SELECT id, body, nullif(count(*) OVER () - 1, 0) AS others
  FROM draft
 WHERE author = $1::bigint AND parent = $2::bigint
 ORDER BY id DESC
 LIMIT 1
