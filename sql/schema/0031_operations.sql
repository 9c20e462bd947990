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

CREATE VIEW post_count_wrong AS
SELECT p.author, p.id AS post,
       (coalesce(r.replies, 0) - coalesce(c.replies, 0))::integer AS replies,
       (coalesce(l.likes, 0) - coalesce(c.likes, 0))::integer AS likes,
       (coalesce(b.boosts, 0) - coalesce(c.boosts, 0))::integer AS boosts
  FROM post p
  LEFT JOIN (SELECT author, post, sum(replies) AS replies,
                    sum(likes) AS likes, sum(boosts) AS boosts
               FROM post_count GROUP BY author, post) c
         ON c.author = p.author AND c.post = p.id
  LEFT JOIN (SELECT parent_author, parent, count(*) AS replies
               FROM post WHERE parent IS NOT NULL
              GROUP BY parent_author, parent) r
         ON r.parent_author = p.author AND r.parent = p.id
  LEFT JOIN (SELECT author, post, count(*) AS likes
               FROM post_like GROUP BY author, post) l
         ON l.author = p.author AND l.post = p.id
  LEFT JOIN (SELECT original_author, original, count(*) AS boosts
               FROM post WHERE original IS NOT NULL
              GROUP BY original_author, original) b
         ON b.original_author = p.author AND b.original = p.id
 WHERE (coalesce(c.replies, 0) <> coalesce(r.replies, 0)
        OR coalesce(c.likes, 0) <> coalesce(l.likes, 0)
        OR coalesce(c.boosts, 0) <> coalesce(b.boosts, 0)
        OR NOT p.reacted AND num_nonnulls(c.replies, r.replies, l.likes,
                                          b.boosts) > 0)
   AND NOT EXISTS (SELECT FROM absent a
                    WHERE a.person = p.author AND a.reason = 'left');

COMMENT ON VIEW post_count_wrong IS
'The posts whose counts are not those of the rows that they count, or are not
looked for; apart from posts of those who leave. That never happens unless
somebody changes tables by hand. To correct them also while the site runs: SELECT
post_count_add(author, post, replies, likes, boosts) FROM post_count_wrong.';
COMMENT ON COLUMN post_count_wrong.author IS
'Who wrote the post.';
COMMENT ON COLUMN post_count_wrong.post IS
'The post.';
COMMENT ON COLUMN post_count_wrong.replies IS
'How many direct replies the counts lack; negative if they have too many.';
COMMENT ON COLUMN post_count_wrong.likes IS
'How many likes the counts lack.';
COMMENT ON COLUMN post_count_wrong.boosts IS
'How many boosts the counts lack.';
