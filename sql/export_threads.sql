-- SPDX-License-Identifier: ISC
-- reads
-- The conversations that a member mutes, for the archive: the oldest 501 mutes
-- first. $1 the member, $2 the cursor: only mutes with greater ids.
-- id: the mute's; post: the first of the conversation, which may be gone.
SELECT id, thread AS post
  FROM thread_mute
 WHERE person = $1::bigint AND id > $2::bigint
 ORDER BY id
 LIMIT 501
