-- SPDX-License-Identifier: ISC
-- writes
-- The message about a new follower. $1 the message, $2 the hash of the secret in
-- it, with which such messages can be turned off for a year. The message's
-- argument is the follower's id.
-- recipient; nickname: the member's; follower: the follower's nickname;
-- unsubscribe: the path for mail programs, without the secret.
-- No row: the follow has ended, or the member does not want the message: they
-- have turned them off, mute the follower, or have no confirmed address; or one
-- of the two is absent.
WITH message AS MATERIALIZED (
    SELECT p.id, p.nickname, p.email, p.email_key, other.nickname AS follower
      FROM mail m
      JOIN person p ON p.id = m.person
      JOIN person other ON other.id = m.argument::bigint
      JOIN follow f ON f.follower = other.id AND f.followed = p.id
     WHERE m.id = $1::bigint
       AND p.email_confirmed_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM email_unwanted u
                        WHERE u.person = p.id AND u.kind = 'follower')
       AND NOT EXISTS (SELECT FROM absent a
                        WHERE a.person IN (p.id, other.id))
       AND NOT EXISTS (SELECT FROM mute
                        WHERE muter = p.id AND muted = other.id)
)
SELECT email AS recipient, nickname, follower, '/unsubscribe/' AS unsubscribe
  FROM message
 WHERE email_secret_add($2::bytea, 'unsubscribe', id, email, email_key,
                        now() + interval '1 year')
