-- SPDX-License-Identifier: ISC
-- reads
-- A member's last import. $1 the member.
-- id, kind, started_at, done, total (NULL until it is known), posts, people,
-- marks, known, missing, problems: see the table; under_way, arriving, failed: its
-- state.
-- No row: there is none.
SELECT id, kind, started_at, done, total, posts, people, marks, known,
       missing, problems, state = 'waiting' AS under_way, state = 'arriving' AS arriving,
       state = 'failed' AS failed
  FROM import
 WHERE member = $1::bigint
 ORDER BY id DESC
 LIMIT 1
