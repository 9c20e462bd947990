-- SPDX-License-Identifier: ISC
-- writes
-- Unmute a thread. $1 the member, $2 a post of it, or its first post, which may
-- be gone.
-- outcome: 'unmuted'.
-- No row: the member does not mute it.
SELECT outcome FROM thread_mute_remove($1::bigint, $2::bigint)
