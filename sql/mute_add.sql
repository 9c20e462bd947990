-- SPDX-License-Identifier: ISC
-- writes
-- Mute a member: keep them out of the home feed. $1 the muter, $2 a nickname in
-- any case, present or former.
-- nickname: the present one;
-- outcome: 'muted', 'already' or 'self'.
-- No row: nobody has that nickname, or they block $1.
SELECT nickname, outcome FROM mute_add($1::bigint, $2::text)
