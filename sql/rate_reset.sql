-- SPDX-License-Identifier: ISC
-- writes
-- Take back an attempt to sign in that was successful. $1 the network address,
-- $2 the login's key, $3 the hash of the secret in the browser's cookie, or
-- NULL; $4 "everyone", as rate_sign_in returned it.
SELECT rate_reset($1::text, $2::text, $3::bytea, $4::boolean)
