-- writes
-- Sign out. $1 the session's token hash.
DELETE FROM session WHERE token_hash = $1::bytea
