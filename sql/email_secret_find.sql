-- SPDX-License-Identifier: ISC
-- reads
-- What a secret address in a message is about, without using it up. $1 the hash
-- of the secret, $2 its purpose: 'confirm', 'reset', 'revert' or 'unsubscribe'.
-- nickname: the member's; email: the address that the message went to, or NULL.
-- No row: the secret is unknown, used or expired, or the member absent.
SELECT p.nickname, s.email
  FROM email_secret s
  JOIN person p ON p.id = s.person
 WHERE s.token_hash = $1::bytea
   AND s.purpose = $2::text
   AND s.until > now()
   AND NOT EXISTS (SELECT FROM absent a WHERE a.person = p.id)
   AND CASE s.purpose
       WHEN 'confirm' THEN p.email = s.email
            OR EXISTS (SELECT FROM email_change c
                        WHERE c.person = p.id AND c.email = s.email)
       WHEN 'revert' THEN EXISTS (SELECT FROM email_former f
                                   WHERE f.person = p.id
                                     AND f.email_key = s.email_key)
       ELSE true END
