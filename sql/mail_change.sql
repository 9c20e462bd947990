-- SPDX-License-Identifier: ISC
-- writes
-- The message that asks a member to confirm their new e-mail address. $1 the
-- message, $2 the hash of the secret in it, which is good for three days.
-- recipient; nickname: the member's.
-- No row: the member no longer asks for this address, or is absent.
WITH message AS MATERIALIZED (
    SELECT p.id, p.nickname, c.email, c.email_key
      FROM mail m
      JOIN email_change c ON c.person = m.person AND c.email = m.recipient
      JOIN person p ON p.id = m.person
     WHERE m.id = $1::bigint
       AND NOT EXISTS (SELECT FROM absent a WHERE a.person = p.id)
)
SELECT email AS recipient, nickname
  FROM message
 WHERE email_secret_add($2::bytea, 'confirm', id, email, email_key,
                        now() + interval '3 days')
