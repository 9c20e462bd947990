-- SPDX-License-Identifier: ISC
-- writes
-- Unblock a member. What the block ended does not come back. $1 the blocker, $2
-- a nickname in any case, present or former.
-- nickname: the present one;
-- outcome: 'unblocked', 'not' or 'self'.
-- No row: nobody has that nickname, or they block $1.
SELECT nickname, outcome FROM block_remove($1::bigint, $2::text)
