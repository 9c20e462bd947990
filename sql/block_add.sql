-- writes
-- Block somebody: neither follows the other any more, nor is on their lists.
-- $1 who, $2 whom: a nickname in any case, present or former.
-- nickname: what they are called now;
-- outcome: 'blocked', 'already' or 'self'. No row: nobody is called that, or
-- they block $1.
SELECT nickname, outcome FROM block_add($1::bigint, $2::text)
