-- SPDX-License-Identifier: ISC
-- reads
-- A member's profile, as the viewer sees it. $1 a nickname in any case, present
-- or former, $2 the viewer (0: a visitor).
-- id, nickname, about_me; seen_at, or NULL if never seen; followers, following:
-- how many the viewer is shown; posts: how many; self: this is the viewer;
-- follows, blocked, muted: the viewer follows, blocks, mutes this member;
-- boosts_muted: the viewer mutes their boosts; former: $1 is a former nickname.
-- No row: nobody has or had that nickname, or they are absent or block the
-- viewer.
--
-- The viewer must not learn of a block, neither from the time
-- (person_shown_to()) nor from a count: members who are absent or whom a block
-- hides from the viewer are not counted, because the lists of followers leave
-- them out. There are few of them, so each is looked up: OFFSET 0 keeps the
-- planner from reading all followers instead. UNION lets none count twice.
WITH visible AS MATERIALIZED (
    SELECT person_shown_to($2::bigint, $1::text) AS id
)
SELECT p.id, p.nickname, p.about_me, s.seen_at,
       c.followers - h.followers AS followers,
       c.following - h.following AS following, c.posts,
       p.id = $2 AS self,
       EXISTS (SELECT FROM follow f
                WHERE f.follower = $2 AND f.followed = p.id) AS follows,
       EXISTS (SELECT FROM block b
                WHERE b.blocker = $2 AND b.blocked = p.id) AS blocked,
       EXISTS (SELECT FROM mute m
                WHERE m.muter = $2 AND m.muted = p.id) AS muted,
       EXISTS (SELECT FROM boost_mute m
                WHERE m.muter = $2 AND m.muted = p.id) AS boosts_muted,
       lower(p.nickname) <> lower($1 COLLATE "C") AS former
  FROM visible v
  JOIN person p ON p.id = v.id
  JOIN LATERAL (SELECT sum(followers)::bigint AS followers,
                       sum(following)::bigint AS following,
                       sum(posts)::bigint AS posts
                  FROM person_count
                 WHERE person = p.id) c ON true
  JOIN LATERAL (SELECT count(*) FILTER (WHERE EXISTS (
                           SELECT FROM follow f
                            WHERE f.follower = hidden.id AND f.followed = p.id
                           OFFSET 0)) AS followers,
                       count(*) FILTER (WHERE EXISTS (
                           SELECT FROM follow f
                            WHERE f.follower = p.id AND f.followed = hidden.id
                           OFFSET 0)) AS following
                  FROM (SELECT b.other AS id FROM block_pair b
                         WHERE b.person = $2
                         UNION
                        SELECT a.person FROM absent a) hidden) h ON true
  LEFT JOIN person_seen s ON s.person = p.id
