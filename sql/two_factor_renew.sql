-- SPDX-License-Identifier: ISC
-- writes
-- Replace a member's recovery codes. $1 the member, $2 the hashes of the new
-- ones, 32 bytes each.
-- renewed: false if two-factor sign-in is off.
SELECT two_factor_renew($1::bigint, $2::bytea) AS renewed
