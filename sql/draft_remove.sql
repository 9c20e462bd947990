-- SPDX-License-Identifier: ISC
-- writes
-- Delete a draft. $1 the author, $2 the draft's id.
-- id: $2.
-- No row: the author has no such draft.
DELETE FROM draft
 WHERE author = $1::bigint AND id = $2::bigint
RETURNING id
