-- writes
-- Change a list. $1 the owner, $2 its id, $3 its name, $4 true if its members
-- are to be kept out of the owner's home feed.
-- outcome: 'saved', or 'taken', the owner has another one of that name, and
-- then nothing was changed. No row: the owner has no such list.
SELECT outcome
  FROM list_edit($1::bigint, $2::bigint, $3::text, $4::boolean)
