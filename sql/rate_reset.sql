-- writes
-- A try to sign in was a success: it is as if there had been none. $1 the
-- network address, $2 what was typed as the account, $3 the hash of the secret
-- that the browser is known by, or NULL.
SELECT rate_reset($1::text, $2::text, $3::bytea)
