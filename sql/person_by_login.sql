-- reads
-- Who may be meant by what was typed to sign in. $1 a present nickname in any
-- case, or an e-mail address, which several people may share.
-- id, nickname, password: theirs, the oldest account first, at most four.
-- No row: nobody.
SELECT p.id, p.nickname, p.password
  FROM nickname n
  JOIN person p ON p.id = n.person AND lower(p.nickname) = n.key
 WHERE n.key = lower($1::text COLLATE "C")
 UNION ALL
SELECT p.id, p.nickname, p.password
  FROM person p
 WHERE strpos($1, '@') > 0 AND lower(p.email) = lower($1 COLLATE "C")
 ORDER BY id
 LIMIT 4
