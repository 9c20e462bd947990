-- SPDX-License-Identifier: ISC
-- reads
-- The members on a list, newest 51 first, except absent ones. $1 the owner, $2
-- the list's id, $3 the cursor: only memberships with smaller ids.
-- id: the membership's; person, nickname, about_me: the member's.
SELECT m.id, p.id AS person, p.nickname, p.about_me
  FROM list_member m
  JOIN person p ON p.id = m.person
 WHERE m.owner = $1::bigint AND m.list = $2::bigint AND m.id < $3::bigint
   AND m.person NOT IN (SELECT other FROM block_pair b WHERE b.person = $1
                         UNION ALL
                        SELECT a.person FROM absent a)
 ORDER BY m.id DESC
 LIMIT 51
