-- SPDX-License-Identifier: ISC
-- writes
-- Count an attempt to finish a sign-in with a code, unless it is rejected. $1
-- the hash of the secret in the browser's cookie; $2, $3 how many attempts a
-- member may make in how many seconds; $2 of 0: no limit.
-- secret: the member's, in hexadecimal; at: the time in seconds since 1970;
-- wait: 0 if the attempt is allowed, else the seconds until the next one is;
-- attempts_left: how many may follow.
-- No row: there is no such sign-in, or it is over.
SELECT encode(secret, 'hex') AS secret, at, wait, attempts_left
  FROM pending_attempt($1::bytea, $2::integer, $3::integer)
