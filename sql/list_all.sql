-- SPDX-License-Identifier: ISC
-- reads
-- The lists of a member, by name. $1 the owner.
-- id, name, exclusive: the list's; members: how many members are on it, without
-- absent ones.
SELECT l.id, l.name, l.exclusive,
       (SELECT count(*) FROM list_member m
         WHERE m.owner = l.owner AND m.list = l.id
           AND m.person NOT IN (SELECT a.person FROM absent a)) AS members
  FROM list l
 WHERE l.owner = $1::bigint
 ORDER BY lower(l.name), l.id
