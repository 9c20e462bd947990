-- SPDX-License-Identifier: ISC
-- writes
-- Count an attempt to sign in, unless it is rejected. $1 the network address,
-- $2, $3 how many attempts it may make in how many seconds; $4 the login's
-- key, $5, $6 how many attempts it may see in how many seconds; $7 the hash of
-- the secret in the browser's cookie, or NULL. $2 or $5 of 0: no limit.
-- wait: 0 if the attempt is allowed, else the seconds until the next one is;
-- everyone: false if it is allowed only for members who trust the browser.
SELECT wait, everyone
  FROM rate_sign_in($1::text, $2::integer, $3::integer,
                    $4::text, $5::integer, $6::integer, $7::bytea)
