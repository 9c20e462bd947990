-- SPDX-License-Identifier: ISC
-- reads
-- Why a member is suspended, for the browser in which they have just proved who
-- they are. $1 the hash of its secret.
-- nickname; id (the action's), at, words, post_body, undone_at, removed, hidden,
-- suspended, until, appeal, appealed_at, kept, answer, can_appeal: as in told.
-- No row: nobody has proved that within ten minutes, or they are not suspended
-- any more.
SELECT p.nickname, t.id, t.at, t.words, t.post_body, t.undone_at, t.removed,
       t.hidden, t.suspended, t.until, t.appeal, t.appealed_at, t.kept,
       t.answer, t.can_appeal
  FROM person p
  JOIN told t ON t.person = p.id
 WHERE p.id = suspension_of($1::bytea)
   AND t.suspended AND t.undone_at IS NULL
 ORDER BY t.id DESC
 LIMIT 1
