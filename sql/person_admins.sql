-- SPDX-License-Identifier: ISC
-- reads
-- How many admins the site has.
-- admins: their number; members: whether there is any member.
SELECT count(*) FILTER (WHERE p.role = 'admin') AS admins,
       count(*) > 0 AS members
  FROM person p
 WHERE NOT EXISTS (SELECT FROM absent a WHERE a.person = p.id)
