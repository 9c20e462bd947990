-- SPDX-License-Identifier: ISC
-- writes
-- Take back a boost. $1 the member, $2 the post.
-- outcome: 'unboosted' or 'not'; changed: as for boost_add.
-- No row: the member sees no such post.
SELECT outcome, changed FROM boost_remove($1::bigint, $2::bigint)
