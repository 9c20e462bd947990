-- writes
-- Follow somebody no more. $1 who, $2 whom: a nickname in any case, present or
-- former.
-- nickname: what they are called now;
-- outcome: 'unfollowed', 'not' or 'self';
-- changed: the topics of both people, NULL unless unfollowed. No row: nobody is
-- called that, or they block $1.
SELECT nickname, outcome, changed FROM follow_remove($1::bigint, $2::text)
