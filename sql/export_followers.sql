-- SPDX-License-Identifier: ISC
-- reads
-- The members who follow a member, for the archive: the oldest 501 follows
-- first. $1 the followed member, $2 the cursor:
-- only follows with greater ids.
-- id: the follow's; nickname.
SELECT f.id, p.nickname
  FROM follow f
  JOIN person p ON p.id = f.follower
 WHERE f.followed = $1::bigint AND f.id > $2::bigint
   AND f.follower NOT IN (SELECT other FROM block_pair WHERE person = $1)
 ORDER BY f.id
 LIMIT 501
