-- SPDX-License-Identifier: ISC
-- writes
-- Unfollow a member. $1 the follower, $2 a nickname in any case, present or
-- former.
-- nickname: the present one;
-- outcome: 'unfollowed', 'not' or 'self';
-- changed: the topics of both members, or NULL unless unfollowed.
-- No row: nobody has that nickname, or they block $1.
SELECT nickname, outcome, changed FROM follow_remove($1::bigint, $2::text)
