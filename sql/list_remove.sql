-- SPDX-License-Identifier: ISC
-- writes
-- Delete a list. $1 the owner, $2 the list's id.
-- id: $2.
-- No row: the owner has no such list.
DELETE FROM list WHERE owner = $1::bigint AND id = $2::bigint
RETURNING id
