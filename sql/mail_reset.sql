-- SPDX-License-Identifier: ISC
-- writes
-- The message that lets a member set a new password. $1 the message, $2 the hash
-- of the secret in it, which is good for 30 minutes. The message's argument is
-- the key of the login that somebody typed.
-- recipient; nickname: the member's, the oldest one's if several have typed an
-- address that nobody has confirmed.
-- No row: there is no such member, they have no address, or their address is
-- another member's.
WITH message AS MATERIALIZED (
    SELECT p.id, p.nickname, p.email, p.email_key
      FROM mail m, person_by_login(m.argument) p
     WHERE m.id = $1::bigint
       AND p.email IS NOT NULL
       AND (p.email_confirmed_at IS NOT NULL
            OR NOT email_is_confirmed(p.email_key))
     ORDER BY p.id LIMIT 1
)
SELECT email AS recipient, nickname
  FROM message
 WHERE email_secret_add($2::bytea, 'reset', id, email, email_key,
                        now() + interval '30 minutes')
