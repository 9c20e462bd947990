-- SPDX-License-Identifier: ISC
-- reads
-- The lists of a member, by name, and whether somebody is on them. $1 the owner,
-- $2 a nickname in any case, present or former.
-- id, name: the list's; listed: that somebody is on it.
SELECT l.id, l.name, m.person IS NOT NULL AS listed
  FROM list l
  LEFT JOIN list_member m
    ON m.owner = l.owner AND m.list = l.id
   AND m.person = (SELECT person FROM nickname
                    WHERE key = lower($2::text COLLATE "C"))
 WHERE l.owner = $1::bigint
 ORDER BY lower(l.name), l.id
