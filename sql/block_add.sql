-- writes
-- Block somebody: neither follows the other any more, nor is on their lists.
-- $1 who, $2 whom: a nickname in any case, present or former.
-- nickname: what they are called now;
-- outcome: 'blocked', 'already' or 'self';
-- changed: the topics of both people, NULL unless this ended a follow. No row:
-- nobody is called that, or they block $1.
SELECT nickname, outcome, changed FROM block_add($1::bigint, $2::text)
