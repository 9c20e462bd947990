-- SPDX-License-Identifier: ISC
-- writes
-- Take a member off a list. $1 the owner, $2 the list's id, $3 a nickname in
-- any case, present or former.
-- nickname: the present one;
-- outcome: 'removed' or 'not'.
-- No row: the owner has no such list, nobody has that nickname, or they block
-- the owner.
SELECT nickname, outcome
  FROM list_member_remove($1::bigint, $2::bigint, $3::text)
