-- SPDX-License-Identifier: ISC
-- reads
-- A list. $1 the owner, $2 the list's id.
-- id, name; exclusive: the members on it are kept out of the owner's home feed.
-- No row: the owner has no such list.
SELECT id, name, exclusive
  FROM list
 WHERE owner = $1::bigint AND id = $2::bigint
