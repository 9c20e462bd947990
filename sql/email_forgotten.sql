-- SPDX-License-Identifier: ISC
-- writes
-- Ask for a new password, unless there were too many requests. $1 the network
-- address, $2, $3 how many requests it may make in how many seconds; $4 the
-- login's key, $5, $6 how many requests there may be for it in how many seconds.
-- $2 or $5 of 0: no limit.
-- wait: 0, or the seconds until the next request is allowed.
SELECT email_forgotten($1::text, $2::integer, $3::integer,
                       $4::text, $5::integer, $6::integer) AS wait
