-- writes
-- Follow somebody. $1 who, $2 whom: a nickname in any case, present or former;
-- $3, $4 how many $1 may follow in how many seconds; 0: as many as they like.
-- nickname: what they are called now;
-- outcome: 'followed', 'already', 'self', 'blocked': $1 blocks them, or 'later':
-- there were too many, and wait: the seconds until the next one is allowed;
-- changed: the topics of both people, NULL unless followed. No row: nobody is
-- called that, or they block $1.
SELECT nickname, outcome, changed, wait
  FROM follow_add($1::bigint, $2::text, $3::integer, $4::integer)
