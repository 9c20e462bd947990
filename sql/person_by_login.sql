-- SPDX-License-Identifier: ISC
-- reads
-- The members that a login may refer to. $1 the key of a present nickname or of
-- an e-mail address, which several members may share until one of them confirms
-- it; $2 the hash of the secret in the browser's cookie, or NULL; $3 false to
-- leave out members who do not trust this browser.
-- id, email, password (the hash): the member's; those who trust the browser
-- first, then the oldest members, at most four. Those who are suspended are
-- among them, behind the others: session_add opens no session for them.
-- No row: there is no such member.
SELECT id, email, password
  FROM (SELECT p.id, p.email, p.password,
               EXISTS (SELECT FROM trusted_browser t
                        WHERE t.token_hash = $2::bytea
                          AND t.person = p.id) AS trusting,
               EXISTS (SELECT FROM absent a
                        WHERE a.person = p.id) AS suspended
          FROM person_by_login($1::text, true) p) found
 WHERE trusting OR $3::boolean
 ORDER BY trusting DESC, suspended, id
 LIMIT 4
