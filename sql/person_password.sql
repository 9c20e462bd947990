-- SPDX-License-Identifier: ISC
-- writes
-- Change a member's password and end all their sessions. $1 the member's
-- present nickname in any case, $2 the password hash.
-- nickname: the member's.
-- No row: nobody has that nickname.
WITH member AS MATERIALIZED (
    SELECT p.id, p.nickname
      FROM nickname n
      JOIN person p ON p.id = n.person AND lower(p.nickname) = n.key
     WHERE n.key = lower($1::text COLLATE "C")
       AND NOT EXISTS (SELECT FROM absent a WHERE a.person = p.id)
)
SELECT nickname FROM member WHERE password_change(id, $2::text)
