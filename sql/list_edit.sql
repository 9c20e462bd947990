-- SPDX-License-Identifier: ISC
-- writes
-- Change a list. $1 the owner, $2 the list's id, $3 its name, $4 true to keep
-- the members on it out of the owner's home feed.
-- outcome: 'saved'; 'taken': the owner has another list of that name, and
-- nothing was changed.
-- No row: the owner has no such list.
SELECT outcome
  FROM list_edit($1::bigint, $2::bigint, $3::text, $4::boolean)
