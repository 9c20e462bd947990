-- SPDX-License-Identifier: ISC
-- writes
-- Turn messages about notifications off. $1 the hash of the secret from such a
-- message, which works until it expires, however often.
-- nickname: the member's.
-- No row: the secret is unknown or expired.
WITH member AS MATERIALIZED (
    SELECT p.id, p.nickname
      FROM email_secret s
      JOIN person p ON p.id = s.person
     WHERE s.token_hash = $1::bytea
       AND s.purpose = 'unsubscribe'
       AND s.until > now()
), added AS (
    INSERT INTO email_unwanted (person, kind)
    SELECT id, 'digest' FROM member
        ON CONFLICT DO NOTHING
)
SELECT nickname FROM member
