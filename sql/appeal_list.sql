-- SPDX-License-Identifier: ISC
-- reads
-- The appeals that nobody has decided yet, oldest 50 first.
-- id: the action's; at: when the member appealed; nickname: the member's; verb:
-- what was done; words: the appeal.
SELECT a.moderation AS id, a.at, m.nickname, moderation_verb(m.action) AS verb,
       a.words
  FROM appeal a
  JOIN moderation m ON m.id = a.moderation
 WHERE a.decided_at IS NULL
 ORDER BY a.moderation
 LIMIT 50
