-- SPDX-License-Identifier: ISC
-- reads
-- What moderators need to know about a member, also one who is suspended; and
-- what an action would affect. $1 a nickname in any case, present or former.
-- id, nickname, about_me, addresses (of the links), role, created_at; confirmed:
-- they have a confirmed e-mail address; provider: they sign in with a provider; seen_at (NULL: never);
-- posts, followers, following, without regard to who is absent; lists; sessions;
-- suspended_since, suspended_until, hidden_since: or NULL; former: the former
-- nicknames, separated by spaces.
-- No row: nobody has or had that nickname, or the account was deleted.
SELECT p.id, p.nickname, p.about_me, profile_link_text(p.id) AS addresses,
       p.role, p.created_at,
       p.email_confirmed_at IS NOT NULL AS confirmed,
       EXISTS (SELECT FROM identity i WHERE i.person = p.id) AS provider,
       s.seen_at, c.posts, c.followers, c.following,
       (SELECT count(*) FROM list l WHERE l.owner = p.id) AS lists,
       (SELECT count(*) FROM session_valid v
         WHERE v.person = p.id) AS sessions,
       a.since AS suspended_since,
       a.since + interval '30 days' AS suspended_until,
       h.since AS hidden_since,
       coalesce((SELECT string_agg(o.key, ' ' ORDER BY o.key)
                   FROM nickname o
                  WHERE o.person = p.id AND o.key <> lower(p.nickname)),
                '') AS former
  FROM nickname n
  JOIN person p ON p.id = n.person
 CROSS JOIN LATERAL (SELECT sum(posts)::bigint AS posts,
                            sum(followers)::bigint AS followers,
                            sum(following)::bigint AS following
                       FROM person_count
                      WHERE person = p.id) c
  LEFT JOIN person_seen s ON s.person = p.id
  LEFT JOIN absent a ON a.person = p.id
  LEFT JOIN hidden h ON h.person = p.id
 WHERE n.key = lower($1::text COLLATE "C")
   AND coalesce(a.reason, '') <> 'left'
