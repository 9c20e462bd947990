-- writes
-- Take somebody off a list. $1 the owner, $2 the list's id, $3 whom: a nickname
-- in any case, present or former.
-- nickname: what they are called now;
-- outcome: 'removed' or 'not'. No row: the owner has no such list, or nobody is
-- called that, or they block the owner.
SELECT nickname, outcome
  FROM list_member_remove($1::bigint, $2::bigint, $3::text)
