-- SPDX-License-Identifier: ISC
-- reads
-- The members that a member mutes, newest 51 mutes first, except members who
-- are absent or block the muter. $1 the muter, $2 the cursor: only mutes with
-- smaller ids.
-- id: the mute's; person, nickname, about_me: the muted member's.
SELECT m.id, p.id AS person, p.nickname, p.about_me
  FROM mute m
  JOIN person p ON p.id = m.muted
 WHERE m.muter = $1::bigint AND m.id < $2::bigint
   AND m.muted NOT IN (SELECT blocker FROM block WHERE blocked = $1
                        UNION ALL
                       SELECT person FROM absent)
 ORDER BY m.id DESC
 LIMIT 51
