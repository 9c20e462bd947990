-- SPDX-License-Identifier: ISC
-- writes
-- Take back a like. $1 the member, $2 the post.
-- outcome: 'unliked' or 'not'; changed: as for like_add.
-- No row: the member sees no such post.
SELECT outcome, changed FROM like_remove($1::bigint, $2::bigint)
