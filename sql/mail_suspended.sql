-- SPDX-License-Identifier: ISC
-- reads
-- The message to a member who was suspended. $1 the message, $2 the hash of the
-- secret in it (not needed). The message's argument is the action.
-- recipient; nickname: the member's; words: the reason; until: when the account
-- is deleted.
-- No row: the suspension was undone, or the account was deleted.
SELECT p.email AS recipient, p.nickname, t.words, t.until
  FROM mail m
  JOIN told t ON t.id = m.argument::bigint
  JOIN person p ON p.id = m.person
 WHERE m.id = $1::bigint AND $2::bytea IS NOT NULL
   AND t.undone_at IS NULL
   AND p.email_confirmed_at IS NOT NULL
   AND person_is_suspended(p.id)
