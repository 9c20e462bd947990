-- SPDX-License-Identifier: ISC
-- reads
-- The first member whose counts are wrong.
-- members: how many there are; nickname; followers, following, posts: what is
-- missing from the counts.
-- No row: all counts are right.
SELECT count(*) OVER () AS members, p.nickname, c.followers, c.following,
       c.posts
  FROM count_wrong c
  JOIN person p ON p.id = c.person
 ORDER BY c.person
 LIMIT 1
