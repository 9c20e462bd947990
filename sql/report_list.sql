-- SPDX-License-Identifier: ISC
-- reads
-- Reports, the oldest first. $1 whether also the closed ones.
-- id, state, created_at, reason, words, closed_at, outcome: as in the table;
-- nickname: the member whom it is about; post, body: NULL if it is about the
-- member; reporter: a nickname, or NULL; closed_by: the same.
SELECT r.id, r.state, r.created_at, p.nickname, r.reason, r.post, r.body,
       r.words, w.nickname AS reporter, r.closed_at, c.nickname AS closed_by,
       r.outcome
  FROM report r
  JOIN person p ON p.id = r.person
  LEFT JOIN person w ON w.id = r.reporter
  LEFT JOIN person c ON c.id = r.closed_by
 WHERE $1::boolean OR r.state = 'open'
 ORDER BY r.id
