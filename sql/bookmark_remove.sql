-- SPDX-License-Identifier: ISC
-- writes
-- Keep a post no longer. $1 the member, $2 the post.
-- outcome: 'dropped' or 'not'.
-- No row: the member sees no such post.
SELECT outcome FROM bookmark_remove($1::bigint, $2::bigint)
