-- reads
-- Whom somebody mutes, the newest 51 mutes first; those who block them are left
-- out. $1 who, $2 the cursor: only mutes with lesser ids.
-- id: the mute's; person, nickname, about_me: the muted person's.
SELECT m.id, p.id AS person, p.nickname, p.about_me
  FROM mute m
  JOIN person p ON p.id = m.muted
 WHERE m.muter = $1::bigint AND m.id < $2::bigint
   AND m.muted NOT IN (SELECT blocker FROM block WHERE blocked = $1)
 ORDER BY m.id DESC
 LIMIT 51
