-- SPDX-License-Identifier: ISC
-- writes
-- Count a sign-up, unless it is rejected. $1 the network address, $2, $3 how
-- many sign-ups it may make in how many seconds; $2 of 0: no limit; $4 the
-- nickname, or NULL for any.
-- taken: the nickname is taken, and nothing was counted;
-- wait: 0 if the sign-up is allowed, else the seconds until the next one is.
SELECT taken, wait
  FROM rate_sign_up($1::text, $2::integer, $3::integer, $4::text)
