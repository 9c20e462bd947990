-- SPDX-License-Identifier: ISC
-- writes
-- Give a member another role. $1 the present nickname in any case, $2 the role.
-- nickname, role: the member's now; outcome: 'set', or 'last': nobody else is an
-- admin, so nothing was changed.
-- No row: nobody has that nickname.
SELECT nickname, role, outcome FROM person_role($1::text, $2::text)
