-- reads
-- Whom somebody blocks, the newest 51 blocks first. $1 who, $2 the cursor: only
-- blocks with lesser ids.
-- id: the block's; person, nickname, about_me: the blocked person's.
SELECT b.id, p.id AS person, p.nickname, p.about_me
  FROM block b
  JOIN person p ON p.id = b.blocked
 WHERE b.blocker = $1::bigint AND b.id < $2::bigint
 ORDER BY b.id DESC
 LIMIT 51
