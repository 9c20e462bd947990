-- SPDX-License-Identifier: ISC
-- writes
-- Undo an action. $1 the moderator, or 0 for an operator's command, $2 the entry
-- in the log.
-- outcome: 'done'; 'already'; 'too late'; 'never': such an action cannot be
-- undone; or as in moderation_act; nickname: the member's, or NULL; id: the new
-- entry in the log, if done; changed: the topics, or NULL.
-- No row: there is no such entry.
SELECT outcome, nickname, id, changed
  FROM moderation_undo(nullif($1::bigint, 0), $2::bigint)
