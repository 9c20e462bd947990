-- SPDX-License-Identifier: ISC
-- writes
-- The message to a member's former e-mail address that another one has taken its
-- place. $1 the message, $2 the hash of the secret in it, with which the change
-- can be taken back for seven days.
-- recipient; nickname: the member's; until: when the seven days end.
-- No row: they are over, or the change was taken back.
WITH message AS MATERIALIZED (
    SELECT p.id, p.nickname, f.email, f.email_key,
           f.replaced_at + interval '7 days' AS until
      FROM mail m
      JOIN email_former f ON f.person = m.person AND f.email = m.recipient
      JOIN person p ON p.id = m.person
     WHERE m.id = $1::bigint AND f.replaced_at > now() - interval '7 days'
)
SELECT email AS recipient, nickname, until
  FROM message
 WHERE email_secret_add($2::bytea, 'revert', id, email, email_key, until)
