-- SPDX-License-Identifier: ISC
-- writes
-- Decide an appeal. $1 the moderator, or 0 for an operator's command, $2 the
-- action, $3 whether to undo it, $4 what the member is told.
-- outcome: 'done'; 'already'; 'too late': it cannot be undone any more; 'gone':
-- the member has left; or as in moderation_act; nickname: the member's; changed:
-- the topics, or NULL.
-- No row: nobody appealed against this action.
SELECT outcome, nickname, changed
  FROM appeal_decide(nullif($1::bigint, 0), $2::bigint, $3::boolean, $4::text)
