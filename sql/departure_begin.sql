-- SPDX-License-Identifier: ISC
-- writes
-- Delete an account: from now on its member does not exist, to everyone. $1 the
-- member's present nickname in any case, $2 the member who must have it, or 0
-- for any.
-- nickname: the member's;
-- outcome: 'left', or 'already' if that was done at this very moment;
-- changed: everything, or NULL unless left.
-- No row: nobody has that nickname, or not $2.
SELECT nickname, outcome, changed FROM departure_begin($1::text, $2::bigint)
