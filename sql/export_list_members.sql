-- SPDX-License-Identifier: ISC
-- reads
-- Who is on a member's lists, for the archive: the oldest 501 of the oldest
-- list first, except members in a block with the owner. $1 the owner, $2 and $3
-- the cursor: only memberships behind this one, a list's id and a membership's.
-- id: the membership's; list_id, list: the list's name; nickname.
SELECT m.id, m.list AS list_id, l.name AS list, p.nickname
  FROM list_member m
  JOIN list l ON l.owner = m.owner AND l.id = m.list
  JOIN person p ON p.id = m.person
 WHERE m.owner = $1::bigint
   AND (m.list, m.id) > ($2::bigint, $3::bigint)
   AND m.person NOT IN (SELECT other FROM block_pair b WHERE b.person = $1)
 ORDER BY m.list, m.id
 LIMIT 501
