-- SPDX-License-Identifier: ISC
-- reads
-- A report, and what a moderator needs to know about the member. $1 its id, $2
-- the moderator who asks.
-- id, reason, words, created_at: the report's; is_open, closed_at, outcome,
-- closed_by: the nickname of the moderator who closed it; reporter,
-- reporter_nickname: NULL for a visitor, or a member who has left;
-- post, body: NULL if it is about the member; post_exists: the post still does;
-- post_edited: and was edited after this;
-- person, nickname, role, about_me, addresses (of the links), joined_at, seen_at,
-- posts, followers, following, suspended: the member's; open: how many reports about them are open.
-- No row: there is no such report, or it is about $2, or about a member who has
-- left.
WITH gone AS (
    SELECT person FROM absent WHERE reason = 'left'
)
SELECT r.id, r.reason, r.words, r.created_at, r.state = 'open' AS is_open,
       r.closed_at, r.outcome, c.nickname AS closed_by,
       w.id AS reporter, w.nickname AS reporter_nickname, r.post, r.body,
       EXISTS (SELECT FROM post o
                WHERE o.author = r.person AND o.id = r.post) AS post_exists,
       EXISTS (SELECT FROM post o
                WHERE o.author = r.person AND o.id = r.post
                  AND o.body <> r.body) AS post_edited,
       p.id AS person, p.nickname, p.role, p.about_me,
       profile_link_text(p.id) AS addresses,
       p.created_at AS joined_at, s.seen_at, n.posts, n.followers, n.following,
       EXISTS (SELECT FROM absent a WHERE a.person = p.id) AS suspended,
       (SELECT count(*) FROM report o
         WHERE o.person = r.person AND o.state = 'open') AS open
  FROM report r
  JOIN person p ON p.id = r.person AND p.id NOT IN (SELECT person FROM gone)
  LEFT JOIN person w
    ON w.id = r.reporter AND w.id NOT IN (SELECT person FROM gone)
  LEFT JOIN person c
    ON c.id = r.closed_by AND c.id NOT IN (SELECT person FROM gone)
  LEFT JOIN person_seen s ON s.person = p.id
  JOIN LATERAL (SELECT sum(followers)::bigint AS followers,
                       sum(following)::bigint AS following,
                       sum(posts)::bigint AS posts
                  FROM person_count
                 WHERE person = p.id) n ON true
 WHERE r.id = $1::bigint AND r.person <> $2::bigint
