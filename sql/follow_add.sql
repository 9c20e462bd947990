-- SPDX-License-Identifier: ISC
-- writes
-- Follow a member. $1 the follower, $2 a nickname in any case, present or
-- former; $3, $4 how many members $1 may follow in how many seconds; $3 of 0:
-- no limit.
-- nickname: the present one;
-- outcome: 'followed', 'already', 'self', 'blocked' (by $1), or 'later': the
-- limit is reached, and wait: the seconds until the next follow is allowed;
-- changed: the topics of both members, or NULL unless followed.
-- No row: nobody has that nickname, or they block $1.
SELECT nickname, outcome, changed, wait
  FROM follow_add($1::bigint, $2::text, $3::integer, $4::integer)
