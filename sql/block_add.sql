-- SPDX-License-Identifier: ISC
-- writes
-- Block a member: end the follows between the two and take each off the other's
-- lists. $1 the blocker, $2 a nickname in any case, present or former.
-- nickname: the present one;
-- outcome: 'blocked', 'already' or 'self';
-- changed: the topics of both members, or NULL if no follow ended.
-- No row: nobody has that nickname, or they block $1.
SELECT nickname, outcome, changed FROM block_add($1::bigint, $2::text)
