-- SPDX-License-Identifier: ISC
-- reads
-- One action of the log. $1 its id.
-- id, at, moderator_nickname, verb, nickname, post_body, words, undone_at,
-- can_undo: as in moderation_log; appeal, appealed_at, decided_at, answer: of the
-- member's appeal, or NULL; undecided: there is one to be decided.
-- No row: there is no such action.
SELECT m.id, m.at, m.moderator_nickname, moderation_verb(m.action) AS verb,
       m.nickname, m.post_body, m.words, m.undone_at,
       moderation_can_undo(m) AS can_undo,
       a.words AS appeal, a.at AS appealed_at, a.decided_at, a.answer,
       a.moderation IS NOT NULL AND a.decided_at IS NULL AS undecided
  FROM moderation m
  LEFT JOIN appeal a ON a.moderation = m.id
 WHERE m.id = $1::bigint
