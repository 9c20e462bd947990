-- SPDX-License-Identifier: ISC
-- reads
-- A member's e-mail address, and which messages they want. $1 the member.
-- email (NULL: none); confirmed: whether it is; wanted: the address that they
-- have asked for but not confirmed, or NULL; digest: whether they want
-- messages about notifications.
-- No row: there is no such member.
SELECT p.email, p.email_confirmed_at IS NOT NULL AS confirmed,
       c.email AS wanted,
       NOT EXISTS (SELECT FROM email_unwanted u
                    WHERE u.person = p.id
                      AND u.kind = 'digest') AS digest
  FROM person p
  LEFT JOIN email_change c ON c.person = p.id
 WHERE p.id = $1::bigint
