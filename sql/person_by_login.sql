-- reads
-- Who may be meant by what was typed to sign in. $1 a present nickname in any
-- case, or an e-mail address, which several people may share.
-- id, password: theirs, the oldest account first, at most four. No row: nobody.
SELECT id, password
  FROM person_meant($1::text)
 ORDER BY id
 LIMIT 4
