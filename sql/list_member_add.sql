-- SPDX-License-Identifier: ISC
-- writes
-- Put a member on a list. $1 the owner, $2 the list's id, $3 a nickname in any
-- case, present or former.
-- nickname: the present one;
-- outcome: 'added' or 'already'.
-- No row: the owner has no such list, nobody has that nickname, or one of the
-- two blocks the other.
SELECT nickname, outcome
  FROM list_member_add($1::bigint, $2::bigint, $3::text)
