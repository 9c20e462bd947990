-- writes
-- Mute somebody: they no longer show in the home feed. $1 who, $2 whom: a
-- nickname in any case, present or former.
-- nickname: what they are called now;
-- outcome: 'muted', 'already' or 'self'. No row: nobody is called that, or they
-- block $1.
SELECT nickname, outcome FROM mute_add($1::bigint, $2::text)
