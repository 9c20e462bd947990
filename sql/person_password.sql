-- writes
-- Give somebody a new password and end all their sessions. $1 their present
-- nickname in any case, $2 the encoded password.
-- nickname: theirs. No row: nobody is called that.
WITH who AS MATERIALIZED (
    SELECT p.id, p.nickname
      FROM nickname n
      JOIN person p ON p.id = n.person AND lower(p.nickname) = n.key
     WHERE n.key = lower($1::text COLLATE "C")
)
SELECT nickname FROM who WHERE password_change(id, NULL, $2::text)
