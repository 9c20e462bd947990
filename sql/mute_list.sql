-- SPDX-License-Identifier: ISC
-- reads
-- The members that a member mutes, or whose boosts, newest 51 mutes first, except
-- members who are absent or block the muter. $1 the muter, $2 the cursor: only
-- mutes with smaller ids.
-- id: the mute's; boosts: only their boosts are muted; person, nickname,
-- about_me: the muted member's.
WITH page AS (
    (SELECT id, muted, false AS boosts FROM mute
      WHERE muter = $1::bigint AND id < $2::bigint
        AND muted NOT IN (SELECT blocker FROM block WHERE blocked = $1
                           UNION ALL
                          SELECT person FROM absent)
      ORDER BY id DESC LIMIT 51)
    UNION ALL
    (SELECT id, muted, true FROM boost_mute
      WHERE muter = $1 AND id < $2
        AND muted NOT IN (SELECT blocker FROM block WHERE blocked = $1
                           UNION ALL
                          SELECT person FROM absent)
      ORDER BY id DESC LIMIT 51)
)
SELECT m.id, m.boosts, p.id AS person, p.nickname, p.about_me
  FROM page m
  JOIN person p ON p.id = m.muted
 ORDER BY m.id DESC
 LIMIT 51
