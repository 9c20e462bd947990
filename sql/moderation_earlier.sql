-- SPDX-License-Identifier: ISC
-- reads
-- The last twenty actions about a member. $1 the member's nickname in any case,
-- present or former.
-- id, at, moderator_nickname, words, undone_at; verb: what was done; post: the
-- post that was removed, or NULL.
SELECT m.id, m.at, m.moderator_nickname, moderation_verb(m.action) AS verb,
       m.words, m.post, m.undone_at
  FROM nickname n
  JOIN moderation m ON m.person = n.person
 WHERE n.key = lower($1::text COLLATE "C")
 ORDER BY m.id DESC
 LIMIT 20
