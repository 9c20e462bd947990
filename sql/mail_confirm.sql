-- SPDX-License-Identifier: ISC
-- writes
-- The message that asks a member to confirm their e-mail address. $1 the
-- message, $2 the hash of the secret in it, which is good for three days.
-- recipient; nickname: the member's.
-- No row: the member has confirmed the address, or has another one now.
WITH message AS MATERIALIZED (
    SELECT p.id, p.nickname, p.email, p.email_key
      FROM mail m
      JOIN person p ON p.id = m.person AND p.email = m.recipient
     WHERE m.id = $1::bigint AND p.email_confirmed_at IS NULL
)
SELECT email AS recipient, nickname
  FROM message
 WHERE email_secret_add($2::bytea, 'confirm', id, email, email_key,
                        now() + interval '3 days')
