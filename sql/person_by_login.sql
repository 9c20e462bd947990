-- SPDX-License-Identifier: ISC
-- reads
-- The members that a login may refer to. $1 a present nickname in any case, or
-- an e-mail address, which several members may share.
-- id, password (the hash): the member's; oldest members first, at most four.
-- No row: there is no such member.
SELECT id, password
  FROM person_by_login($1::text)
 ORDER BY id
 LIMIT 4
