-- SPDX-License-Identifier: ISC
-- writes
-- Turn two-factor sign-in off without a code. $1 the member's present nickname
-- in any case.
-- nickname: the member's; disabled: false if it was off.
-- No row: nobody has that nickname.
WITH member AS MATERIALIZED (
    SELECT id, nickname FROM person_by_login(lower($1::text COLLATE "C"))
)
SELECT nickname, two_factor_end(id) AS disabled FROM member
