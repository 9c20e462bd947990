-- SPDX-License-Identifier: ISC
-- writes
-- Mute a thread: get no notifications of what is in it. $1 the member, $2 a post
-- of it.
-- outcome: 'muted' or 'already'.
-- No row: the member sees no such post.
SELECT outcome FROM thread_mute_add($1::bigint, $2::bigint)
