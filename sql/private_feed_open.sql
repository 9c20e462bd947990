-- SPDX-License-Identifier: ISC
-- reads
-- Whose home feed is at a secret address. $1 the hash of the secret.
-- member: their id; nickname.
-- No row: there is no such address, or the member is absent.
SELECT p.id AS member, p.nickname
  FROM private_feed f
  JOIN person p ON p.id = f.person
 WHERE f.token_hash = $1::bytea
   AND NOT EXISTS (SELECT FROM absent a WHERE a.person = p.id)
