-- SPDX-License-Identifier: ISC
-- writes
-- Keep a post to find it again. $1 the member, $2 the post.
-- outcome: 'kept' or 'already'.
-- No row: the member sees no such post.
SELECT outcome FROM bookmark_add($1::bigint, $2::bigint)
