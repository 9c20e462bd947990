-- writes
-- Mute somebody no more. $1 who, $2 whom: a nickname in any case, present or
-- former.
-- nickname: what they are called now;
-- outcome: 'unmuted', 'not' or 'self'. No row: nobody is called that, or they
-- block $1.
SELECT nickname, outcome FROM mute_remove($1::bigint, $2::text)
