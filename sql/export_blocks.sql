-- SPDX-License-Identifier: ISC
-- reads
-- The members that a member blocks, for the archive: the oldest 501 blocks
-- first. $1 the blocker, $2 the cursor: only blocks with greater ids.
-- id: the block's; nickname.
SELECT b.id, p.nickname
  FROM block b
  JOIN person p ON p.id = b.blocked
 WHERE b.blocker = $1::bigint AND b.id > $2::bigint
 ORDER BY b.id
 LIMIT 501
