-- writes
-- Sign out elsewhere. $1 the person, $2 the id of a session of theirs.
-- id: $2. No row: they have no such session.
DELETE FROM session WHERE person = $1::bigint AND id = $2::bigint
RETURNING id
