-- writes
-- Put somebody on a list. $1 the owner, $2 the list's id, $3 whom: a nickname
-- in any case, present or former.
-- nickname: what they are called now;
-- outcome: 'added' or 'already'. No row: the owner has no such list, or nobody
-- is called that, or one of the two blocks the other.
SELECT nickname, outcome
  FROM list_member_add($1::bigint, $2::bigint, $3::text)
