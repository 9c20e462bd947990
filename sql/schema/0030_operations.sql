-- SPDX-License-Identifier: ISC
-- What the operator's commands look at.

CREATE VIEW count_wrong AS
SELECT p.id AS person,
       (coalesce(r.followers, 0) - coalesce(c.followers, 0))::integer
       AS followers,
       (coalesce(g.following, 0) - coalesce(c.following, 0))::integer
       AS following,
       (coalesce(w.posts, 0) - coalesce(c.posts, 0))::integer AS posts
  FROM person p
  LEFT JOIN (SELECT person, sum(followers) AS followers,
                    sum(following) AS following, sum(posts) AS posts
               FROM person_count GROUP BY person) c ON c.person = p.id
  LEFT JOIN (SELECT followed, count(*) AS followers
               FROM follow GROUP BY followed) r ON r.followed = p.id
  LEFT JOIN (SELECT follower, count(*) AS following
               FROM follow GROUP BY follower) g ON g.follower = p.id
  LEFT JOIN (SELECT author, count(*) AS posts
               FROM post WHERE original IS NULL
              GROUP BY author) w ON w.author = p.id
 WHERE (c.person IS NULL
        OR c.followers <> coalesce(r.followers, 0)
        OR c.following <> coalesce(g.following, 0)
        OR c.posts <> coalesce(w.posts, 0))
   AND NOT EXISTS (SELECT FROM absent a
                    WHERE a.person = p.id AND a.reason = 'left');

COMMENT ON VIEW count_wrong IS
'The members whose counts are not those of the rows that they count, apart from
those who leave, whose rows are being removed. That never happens unless
somebody changes tables by hand. To correct them also while the
site runs: SELECT count_add(person, followers, following, posts) FROM
count_wrong.';
COMMENT ON COLUMN count_wrong.person IS
'The member.';
COMMENT ON COLUMN count_wrong.followers IS
'How many followers the counts lack; negative if they have too many.';
COMMENT ON COLUMN count_wrong.following IS
'How many followed members the counts lack.';
COMMENT ON COLUMN count_wrong.posts IS
'How many posts the counts lack.';
