-- SPDX-License-Identifier: ISC
-- reads
-- A member's lists for the archive, oldest 501 first. $1 the owner, $2 the
-- cursor: only lists with greater ids.
-- id, name, exclusive.
SELECT id, name, exclusive
  FROM list
 WHERE owner = $1::bigint AND id > $2::bigint
 ORDER BY id
 LIMIT 501
