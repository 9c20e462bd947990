-- SPDX-License-Identifier: ISC
-- writes
-- Use up a code of a member. $1 the member, $2 the time step of the code or
-- NULL, $3 the hash of the recovery code or NULL.
-- used: false if the code cannot be used (any more).
SELECT two_factor_use($1::bigint, $2::bigint, $3::bytea) AS used
