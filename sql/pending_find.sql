-- SPDX-License-Identifier: ISC
-- reads
-- A sign-in that waits for a code. $1 the hash of the secret in the browser's
-- cookie.
-- person: the member.
-- No row: there is none, or it is over.
SELECT person FROM pending_sign_in_valid WHERE token_hash = $1::bytea
