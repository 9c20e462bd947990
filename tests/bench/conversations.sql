-- SPDX-License-Identifier: ISC
-- Let people react to the posts that dataset has made: a fifth of these get 1 to
-- 5 likes, 3 % a boost; a tenth become replies, half of them to another reply;
-- and a twentieth mention somebody who has a session. Of every 10,000 posts, the
-- first gets a conversation of 300 replies. n numbers the posts from 1, by age.
-- There are no keys and indexes yet.
CREATE TEMP TABLE plain AS
SELECT author, id, body, created_at, n,
       abs(hashint8(id)::bigint) AS chance,
       CASE WHEN n % 20 = 13 THEN n - 10
            WHEN n % 20 <> 3 THEN NULL
            WHEN n % 10000 < 3000 THEN n - n % 10000 + 1
            ELSE n - 1 - abs(hashint8(n)::bigint) % 9
                   - abs(hashint8(-n)::bigint) % 30 * 10 END AS answered
  FROM (SELECT p.*, row_number() OVER (ORDER BY id) AS n FROM post p) p;

CREATE TEMP TABLE reader AS
SELECT p.id, p.nickname, row_number() OVER (ORDER BY p.id) - 1 AS place,
       count(*) OVER () AS readers
  FROM person p
 WHERE p.id IN (SELECT person FROM session);

-- Boosts are by those who post at about the same time, so that the active boost
-- more.
CREATE TEMP TABLE boost AS
SELECT b.author, p.id + ((1 + p.chance % 86400000) << 20) AS id,
       p.author AS original_author, p.id AS original, p.n,
       p.created_at + (1 + p.chance % 86400000) * interval '1 ms' AS created_at
  FROM plain p
  JOIN plain b ON b.n = p.n - 1 - p.chance % 6
 WHERE p.n % 100 IN (7, 37, 77) AND b.author <> p.author;

CREATE TEMP TABLE liked AS
SELECT p.author, p.id AS post, p.n,
       1 + (p.chance + k) % (SELECT max(id) FROM person) AS person,
       p.id + (k * 600000 << 20) AS id
  FROM plain p, generate_series(1, 1 + p.chance % 5) k
 WHERE p.n % 5 = 0;

CREATE TEMP TABLE counted AS
SELECT p.author, p.id AS post, coalesce(r.replies, 0) AS replies,
       CASE WHEN p.n % 5 = 0 THEN 1 + p.chance % 5 ELSE 0 END AS likes,
       (b.original IS NOT NULL)::integer AS boosts
  FROM plain p
  LEFT JOIN (SELECT answered AS n, count(*) AS replies FROM plain
              GROUP BY answered) r ON r.n = p.n
  LEFT JOIN boost b ON b.n = p.n
 WHERE p.n % 5 = 0 OR r.n IS NOT NULL OR b.n IS NOT NULL;

-- Written anew, since an update would leave the old rows behind.
TRUNCATE post;
INSERT INTO post (author, id, body, created_at, parent, parent_author, path,
                  mentioned, reacted)
SELECT p.author, p.id, concat('@' || m.nickname || ' ', p.body), p.created_at,
       a.id, a.author,
       CASE WHEN a.id IS NOT NULL
            THEN array_remove(ARRAY[b.id, a.id, p.id], NULL) END,
       CASE WHEN m.id IS NOT NULL THEN ARRAY[m.id] END,
       c.post IS NOT NULL
  FROM plain p
  LEFT JOIN plain a ON a.n = p.answered
  LEFT JOIN plain b ON b.n = a.answered
  LEFT JOIN reader m
    ON p.n % 20 = 11 AND m.place = p.n / 20 % m.readers AND m.id <> p.author
  LEFT JOIN counted c ON c.author = p.author AND c.post = p.id
 ORDER BY p.id;
INSERT INTO post (author, id, body, created_at, original_author, original)
SELECT author, id, '', created_at, original_author, original FROM boost;
INSERT INTO post_like (author, post, person, id)
SELECT author, post, person, id FROM liked;
INSERT INTO post_count (author, post, replies, likes, boosts)
SELECT author, post, replies, likes, boosts FROM counted;

-- Mentions of all times, so that each reader has some pages of them; of the
-- rest, the newest eighth. The newest hundredth is unread. The posts are some
-- years old, and the site must not forget what it told about them.
UPDATE site SET notification_days = 3650;
INSERT INTO notification (person, id, kind, actor, post_author, post, unread)
SELECT person, id, kind, actor, post_author, post,
       n > (SELECT max(n) FROM plain) * 99 / 100
  FROM (SELECT m.id AS person, p.id, 'mention' AS kind, p.author AS actor,
               p.author AS post_author, p.id AS post, p.n
          FROM plain p
          JOIN reader m ON m.place = p.n / 20 % m.readers
         WHERE p.n % 20 = 11
         UNION ALL
        SELECT a.author, p.id, 'reply', p.author, p.author, p.id, p.n
          FROM plain p
          JOIN plain a ON a.n = p.answered
         WHERE p.n > (SELECT max(n) FROM plain) * 7 / 8
         UNION ALL
        SELECT author, id, 'like', person, author, post, n
          FROM liked
         WHERE n > (SELECT max(n) FROM plain) * 7 / 8
         UNION ALL
        SELECT original_author, id, 'boost', author, original_author, original,
               n
          FROM boost
         WHERE n > (SELECT max(n) FROM plain) * 7 / 8) x
 WHERE person <> actor;
