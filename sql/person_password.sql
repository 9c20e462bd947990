-- SPDX-License-Identifier: ISC
-- writes
-- Change a member's password and end all their sessions. $1 the member's
-- present nickname in any case, $2 the password hash.
-- nickname: the member's.
-- No row: nobody has that nickname.
WITH member AS MATERIALIZED (
    SELECT id, nickname FROM person_by_login(lower($1::text COLLATE "C"))
)
SELECT nickname FROM member WHERE password_change(id, $2::text)
