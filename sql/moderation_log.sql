-- SPDX-License-Identifier: ISC
-- reads
-- What moderators did, newest 51 first. $1 the cursor: only smaller ids.
-- id, at; moderator_nickname: NULL for an operator's command, or the site
-- itself; action; verb: the same in words; nickname: of the member concerned;
-- post, post_body, object, words, report, undone_at: as in the table;
-- undone_by: a nickname, or NULL; can_undo: moderation_undo may succeed.
SELECT m.id, m.at, m.moderator_nickname, m.action,
       moderation_verb(m.action) AS verb, m.nickname, m.post, m.post_body,
       m.object, m.words, m.report, m.undone_at, u.nickname AS undone_by,
       moderation_can_undo(m) AS can_undo
  FROM moderation m
  LEFT JOIN person u ON u.id = m.undone_by
 WHERE m.id < $1::bigint
 ORDER BY m.id DESC
 LIMIT 51
