-- SPDX-License-Identifier: ISC
-- writes
-- Turn two-factor sign-in off without a code. $1 the member's present nickname
-- in any case.
-- nickname: the member's; disabled: false if it was off.
-- No row: nobody has that nickname.
WITH member AS MATERIALIZED (
    SELECT p.id, p.nickname
      FROM nickname n
      JOIN person p ON p.id = n.person AND lower(p.nickname) = n.key
     WHERE n.key = lower($1::text COLLATE "C")
)
SELECT nickname, two_factor_end(id) AS disabled FROM member
