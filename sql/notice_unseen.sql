-- SPDX-License-Identifier: ISC
-- reads
-- What a member has not been told yet, or has not said that they have read. $1
-- the member.
-- id (the action's), at, words, post_body, undone_at, removed, hidden,
-- suspended, until, appeal, appealed_at, kept, answer, can_appeal: as in told.
SELECT t.id, t.at, t.words, t.post_body, t.undone_at, t.removed, t.hidden,
       t.suspended, t.until, t.appeal, t.appealed_at, t.kept, t.answer,
       t.can_appeal
  FROM notice n
  JOIN told t ON t.id = n.moderation
 WHERE n.person = $1::bigint AND n.seen_at IS NULL
 ORDER BY t.id DESC
