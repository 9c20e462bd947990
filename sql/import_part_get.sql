-- SPDX-License-Identifier: ISC
-- reads
-- A piece of an upload. $1 the member, $2 the import, $3 which piece, from 0.
-- data: in base64.
-- No row: there is none.
SELECT encode(data, 'base64') AS data
  FROM import_part
 WHERE member = $1::bigint AND import = $2::bigint AND number = $3::bigint
