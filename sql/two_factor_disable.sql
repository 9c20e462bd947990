-- SPDX-License-Identifier: ISC
-- writes
-- Turn two-factor sign-in off with a code. $1 to $3 as in two_factor_use.
-- outcome: 'disabled', or 'used' if the code cannot be used (any more).
-- No row: it was off.
SELECT outcome FROM two_factor_disable($1::bigint, $2::bigint, $3::bytea)
