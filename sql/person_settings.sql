-- SPDX-License-Identifier: ISC
-- reads
-- What a member may change about themselves. $1 the member.
-- nickname, about_me.
-- No row: there is no such member.
SELECT nickname, about_me
  FROM person
 WHERE id = $1::bigint
