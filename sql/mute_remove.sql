-- SPDX-License-Identifier: ISC
-- writes
-- Unmute a member. $1 the muter, $2 a nickname in any case, present or former.
-- nickname: the present one;
-- outcome: 'unmuted', 'not' or 'self'.
-- No row: nobody has that nickname, or they block $1.
SELECT nickname, outcome FROM mute_remove($1::bigint, $2::text)
