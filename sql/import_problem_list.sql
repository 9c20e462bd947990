-- SPDX-License-Identifier: ISC
-- reads
-- What was left out of a member's last import, in its order. $1 the member.
-- file, line (NULL for the file as a whole), reason.
SELECT p.file, nullif(p.line, 0) AS line, p.reason
  FROM import_problem p
 WHERE p.member = $1::bigint
   AND p.import = (SELECT max(id) FROM import WHERE member = $1)
 ORDER BY p.number
