-- writes
-- Delete a list; those who were on it are merely on it no more. $1 the owner,
-- $2 its id.
-- id: $2. No row: the owner has no such list.
DELETE FROM list WHERE owner = $1::bigint AND id = $2::bigint
RETURNING id
