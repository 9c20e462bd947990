-- SPDX-License-Identifier: ISC
-- writes
-- Keep the boosts of a member out of the feeds, but not the posts. $1 the muter,
-- $2 a nickname in any case, present or former.
-- nickname: the present one;
-- outcome: 'muted', 'already' or 'self'.
-- No row: nobody has that nickname, or they block $1.
SELECT nickname, outcome FROM boost_mute_add($1::bigint, $2::text)
