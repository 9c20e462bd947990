-- SPDX-License-Identifier: ISC
-- writes
-- Remove some more rows of members who deleted their accounts, at most $1.
-- more: whether there may be more to remove.
SELECT departure_step($1::integer) AS more
