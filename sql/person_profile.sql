-- SPDX-License-Identifier: ISC
-- reads
-- A member's profile, as the viewer sees it. $1 a nickname in any case, present
-- or former, $2 the viewer (0: a visitor).
-- id, nickname, about_me; seen_at, or NULL if never seen; followers, following,
-- posts: how many; self: this is the viewer; follows, blocked, muted: the
-- viewer follows, blocks, mutes this member; former: $1 is a former nickname.
-- No row: nobody has or had that nickname, or they block the viewer.
SELECT p.id, p.nickname, p.about_me, s.seen_at,
       c.followers, c.following, c.posts,
       p.id = $2::bigint AS self,
       EXISTS (SELECT FROM follow f
                WHERE f.follower = $2 AND f.followed = p.id) AS follows,
       EXISTS (SELECT FROM block b
                WHERE b.blocker = $2 AND b.blocked = p.id) AS blocked,
       EXISTS (SELECT FROM mute m
                WHERE m.muter = $2 AND m.muted = p.id) AS muted,
       lower(p.nickname) <> n.key AS former
  FROM nickname n
  JOIN person p ON p.id = n.person
  JOIN LATERAL (SELECT sum(followers)::bigint AS followers,
                       sum(following)::bigint AS following,
                       sum(posts)::bigint AS posts
                  FROM person_count
                 WHERE person = p.id) c ON true
  LEFT JOIN person_seen s ON s.person = p.id
 WHERE n.key = lower($1::text COLLATE "C")
   AND NOT EXISTS (SELECT FROM block b
                    WHERE b.blocker = p.id AND b.blocked = $2)
