-- writes
-- Give somebody a new password and end all their sessions. $1 their present
-- nickname in any case, $2 the encoded password.
-- nickname: theirs. No row: nobody is called that.
WITH changed AS (
    UPDATE person p
       SET password = $2::text
      FROM nickname n
     WHERE n.key = lower($1::text COLLATE "C")
       AND p.id = n.person
       AND lower(p.nickname) = n.key
    RETURNING p.id, p.nickname
), ended AS (
    DELETE FROM session s USING changed c WHERE s.person = c.id
)
SELECT nickname FROM changed
