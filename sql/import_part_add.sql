-- SPDX-License-Identifier: ISC
-- writes
-- Keep a piece of an upload. $1 the member, $2 the import, $3 which piece, from
-- 0, $4 its bytes.
-- number: that of the piece.
-- No row: the upload is over, because the member began another.
INSERT INTO import_part (member, import, number, data)
SELECT member, id, $3::bigint, $4::bytea
  FROM import
 WHERE member = $1::bigint AND id = $2::bigint AND state = 'arriving'
RETURNING number
