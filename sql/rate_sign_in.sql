-- writes
-- May somebody try to sign in? Counts the try, unless it is refused.
-- $1 the network address, $2, $3 how many in how many seconds it may have;
-- $4 what was typed as the account, $5, $6 likewise; $7 the hash of the secret
-- that the browser is known by, or NULL. A limit of 0 is none.
-- wait: the seconds until the next try is allowed; 0: go ahead.
SELECT rate_sign_in($1::text, $2::integer, $3::integer,
                    $4::text, $5::integer, $6::integer, $7::bytea) AS wait
