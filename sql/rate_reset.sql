-- SPDX-License-Identifier: ISC
-- writes
-- Take back an attempt to sign in that was successful. $1 the network address,
-- $2 the login, $3 the hash of the secret in the browser's cookie, or NULL.
SELECT rate_reset($1::text, $2::text, $3::bytea)
