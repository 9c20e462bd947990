-- SPDX-License-Identifier: ISC
-- reads
-- The newest members who have not left. $1 true: only those who are suspended,
-- $2 how many at most.
-- nickname, role, created_at, seen_at (NULL: never), posts, followers; suspended,
-- hidden: whether they are.
SELECT p.nickname, p.role, p.created_at, s.seen_at, c.posts, c.followers,
       a.person IS NOT NULL AS suspended, h.person IS NOT NULL AS hidden
  FROM person p
  LEFT JOIN person_seen s ON s.person = p.id
  LEFT JOIN absent a ON a.person = p.id
  LEFT JOIN hidden h ON h.person = p.id
 CROSS JOIN LATERAL (SELECT sum(posts)::bigint AS posts,
                            sum(followers)::bigint AS followers
                       FROM person_count
                      WHERE person = p.id) c
 WHERE coalesce(a.reason, '') <> 'left'
   AND (NOT $1::boolean OR a.reason = 'suspended')
 ORDER BY p.id DESC
 LIMIT $2::bigint
