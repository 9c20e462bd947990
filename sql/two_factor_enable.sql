-- SPDX-License-Identifier: ISC
-- writes
-- Turn two-factor sign-in on, and end the member's other sessions. $1 the
-- member, $2 the token hash of the session to keep, $3 the secret, $4 the time
-- step of the code that was just verified, $5 the hashes of recovery codes, 32
-- bytes each.
-- outcome: 'enabled', or 'already' if it was on, and nothing was changed.
SELECT two_factor_enable($1::bigint, $2::bytea, $3::bytea, $4::bigint,
                         $5::bytea) AS outcome
