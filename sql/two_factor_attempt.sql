-- SPDX-License-Identifier: ISC
-- writes
-- Count a signed-in member's attempt to show a code, unless it is rejected. $1
-- the member; $2, $3 how many attempts they may make in how many seconds; $2 of
-- 0: no limit.
-- secret, at, wait: as in pending_attempt.
-- No row: two-factor sign-in is off.
SELECT encode(secret, 'hex') AS secret, at, wait
  FROM two_factor_attempt($1::bigint, $2::integer, $3::integer)
