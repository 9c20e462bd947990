-- SPDX-License-Identifier: ISC
-- reads
-- The members that a login may refer to. $1 the key of a present nickname or of
-- an e-mail address, which several members may share until one of them confirms
-- it; $2 the hash of the secret in the browser's cookie, or NULL; $3 false to
-- leave out members who do not trust this browser.
-- id, email, password (the hash): the member's; waiting: it is not a member yet,
-- but an applicant; those who trust the browser first, then the oldest members,
-- then applicants, at most four.
-- No row: there is no such member or applicant.
SELECT id, email, password, waiting
  FROM (SELECT p.id, p.email, p.password, false AS waiting,
               EXISTS (SELECT FROM trusted_browser t
                        WHERE t.token_hash = $2::bytea
                          AND t.person = p.id) AS trusting
          FROM person_by_login($1::text) p
         UNION ALL
        SELECT a.id, a.email, a.password, true, false
          FROM applicant_by_login($1::text) a) found
 WHERE trusting OR $3::boolean
 ORDER BY trusting DESC, waiting, id
 LIMIT 4
