-- SPDX-License-Identifier: ISC
-- writes
-- Appeal against a suspension. $1 the hash of the browser's secret, as in
-- appeal_find, $2 the action, $3 why.
-- outcome: as in appeal_add.
-- No row: as in appeal_find and appeal_add.
SELECT outcome
  FROM appeal_add(suspension_of($1::bytea), $2::bigint, $3::text)
