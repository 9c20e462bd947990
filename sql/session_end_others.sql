-- writes
-- Sign out everywhere else. $1 the person, $2 the token hash of the session that
-- stays.
DELETE FROM session WHERE person = $1::bigint AND token_hash <> $2::bytea
