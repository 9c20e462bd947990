-- SPDX-License-Identifier: ISC
-- reads
-- The members that a member mutes, for the archive: the oldest 501 mutes first,
-- except members who block the muter. $1 the muter, $2 the cursor: only mutes
-- with greater ids.
-- id: the mute's; nickname.
SELECT m.id, p.nickname
  FROM mute m
  JOIN person p ON p.id = m.muted
 WHERE m.muter = $1::bigint AND m.id > $2::bigint
   AND m.muted NOT IN (SELECT blocker FROM block WHERE blocked = $1)
 ORDER BY m.id
 LIMIT 501
