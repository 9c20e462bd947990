-- SPDX-License-Identifier: ISC
-- reads
-- What a member's archive says about the member. $1 the member.
-- nickname, about_me, addresses (of the links), email; joined: when the member
-- signed up; former: the former nicknames in lower case, separated by spaces;
-- posts, following: how many.
SELECT p.nickname, p.about_me, profile_link_text(p.id) AS addresses, p.email,
       p.created_at AS joined,
       coalesce((SELECT string_agg(n.key, ' ' ORDER BY n.key)
                   FROM nickname n
                  WHERE n.person = p.id AND n.key <> lower(p.nickname)),
                '') AS former,
       c.posts, c.following
  FROM person p
 CROSS JOIN (SELECT sum(posts) AS posts, sum(following) AS following
               FROM person_count
              WHERE person = $1::bigint) c
 WHERE p.id = $1
