-- SPDX-License-Identifier: ISC
-- reads
-- The members that a member follows, for the archive: the oldest 501 follows
-- first, except members in a block with them. $1 the follower, $2 the cursor:
-- follows with greater ids.
-- id: the follow's; nickname; boosts: false if the member mutes theirs.
SELECT f.id, p.nickname,
       NOT EXISTS (SELECT FROM boost_mute m
                    WHERE m.muter = $1 AND m.muted = f.followed) AS boosts
  FROM follow f
  JOIN person p ON p.id = f.followed
 WHERE f.follower = $1::bigint AND f.id > $2::bigint
   AND f.followed NOT IN (SELECT other FROM block_pair WHERE person = $1)
 ORDER BY f.id
 LIMIT 501
