-- writes
-- Follow somebody. $1 who, $2 whom: a nickname in any case, present or former.
-- nickname: what they are called now;
-- outcome: 'followed', 'already', 'self', or 'blocked': $1 blocks them;
-- changed: the topics of both people, NULL unless followed. No row: nobody is
-- called that, or they block $1.
SELECT nickname, outcome, changed FROM follow_add($1::bigint, $2::text)
