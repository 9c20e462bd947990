-- SPDX-License-Identifier: ISC
-- writes
-- The message to an applicant who is a member now. $1 the message, $2 the hash of
-- the secret in it, with which they confirm their address within three days.
-- recipient; nickname, site_name; unconfirmed: they should confirm the address.
-- No row: they have left.
WITH message AS MATERIALIZED (
    SELECT p.id, p.nickname, p.email, p.email_key,
           p.email_confirmed_at IS NULL AS unconfirmed
      FROM mail m
      JOIN person p ON p.id = m.person AND p.email = m.recipient
     WHERE m.id = $1::bigint
)
SELECT email AS recipient, nickname, s.name AS site_name, unconfirmed
  FROM message, site s
 WHERE NOT unconfirmed
    OR email_secret_add($2::bytea, 'confirm', message.id, email, email_key,
                        now() + interval '3 days')
