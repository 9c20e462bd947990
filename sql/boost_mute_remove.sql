-- SPDX-License-Identifier: ISC
-- writes
-- Let the boosts of a member into the feeds again. $1 the muter, $2 a nickname in
-- any case, present or former.
-- nickname: the present one;
-- outcome: 'unmuted', 'not' or 'self'.
-- No row: nobody has that nickname, or they block $1.
SELECT nickname, outcome FROM boost_mute_remove($1::bigint, $2::text)
