-- SPDX-License-Identifier: ISC
-- writes
-- Remove a post. $1 the moderator, or 0 for an operator's command, $2 the post,
-- $3 the reason, which the author is told, $4 the report that it is about, or 0.
-- outcome: as in moderation_act; nickname: the author's; id: the entry in the
-- log, if done; changed: the topics, or NULL.
-- No row: there is no such post.
SELECT outcome, nickname, id, changed
  FROM moderation_remove_post(nullif($1::bigint, 0), $2::bigint, $3::text,
                              nullif($4::bigint, 0))
