-- SPDX-License-Identifier: ISC
-- writes
-- Give a member's home feed a new secret address, instead of the one it has. $1
-- the member, $2 the hash of the secret, 32 bytes; NULL: no address any more.
-- had_one: there was an address before, which no longer works.
SELECT private_feed_set($1::bigint, $2::bytea) AS had_one
