-- SPDX-License-Identifier: ISC
-- reads
-- What a member is told of one action. $1 the member, $2 the action.
-- id (the action's), at, words, post_body, undone_at, removed, hidden,
-- suspended, until, appeal, appealed_at, kept, answer, can_appeal: as in told.
-- No row: there is no such action, or it did not concern this member.
SELECT t.id, t.at, t.words, t.post_body, t.undone_at, t.removed, t.hidden,
       t.suspended, t.until, t.appeal, t.appealed_at, t.kept, t.answer,
       t.can_appeal
  FROM told t
 WHERE t.id = $2::bigint AND t.person = $1::bigint
