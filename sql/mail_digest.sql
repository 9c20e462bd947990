-- SPDX-License-Identifier: ISC
-- writes
-- The message with a member's new notifications. $1 the message, $2 the hash of
-- the secret in it, with which such messages can be turned off for a year.
-- recipient; nickname: the member's; unsubscribe: the path for mail programs,
-- without the secret. One row for each of the newest ten groups of the last 100
-- that are unread and were in no message yet: actor, others, several, excerpt,
-- mention, reply, liked, boost, follow, moderation: as in notification_list;
-- more: whether there is more, in the last row.
-- No row: they have read everything; or they do not want the message, have no
-- confirmed address, or are absent.
WITH message AS MATERIALIZED (
    SELECT p.id, p.nickname, p.email, p.email_key,
           CASE WHEN m.tries = 0 THEN d.told ELSE d.told_before END AS told
      FROM mail m
      JOIN person p ON p.id = m.person
      JOIN digest d ON d.person = p.id
     WHERE m.id = $1::bigint
       AND p.email_confirmed_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM email_unwanted u
                        WHERE u.person = p.id AND u.kind = 'digest')
       AND NOT EXISTS (SELECT FROM absent a WHERE a.person = p.id)
), fresh AS MATERIALIZED (
    SELECT n.id, n.kind, n.actor, n.post_author, n.post
      FROM message m
      JOIN notification n ON n.person = m.id AND n.unread AND n.id > m.told
     WHERE n.actor IS NULL
        OR n.actor NOT IN (
           SELECT muted FROM mute WHERE muter = (SELECT id FROM message)
            UNION ALL
           SELECT other FROM block_pair
            WHERE person = (SELECT id FROM message)
            UNION ALL
           SELECT person FROM absent)
     ORDER BY n.id DESC
     LIMIT 100
), told AS (
    UPDATE digest d
       SET due = now(), told_before = m.told,
           told = (SELECT max(id) FROM fresh)
      FROM message m
     WHERE d.person = m.id AND EXISTS (SELECT FROM fresh)
), grouped AS (
    SELECT max(id) AS newest, count(*) AS members,
           row_number() OVER (ORDER BY max(id) DESC) AS place,
           count(*) OVER () AS groups
      FROM fresh
     GROUP BY kind, CASE WHEN kind IN ('like', 'boost') THEN post
                         WHEN kind = 'follow' THEN 0
                         ELSE id END
     ORDER BY newest DESC
     LIMIT 10
), secret AS MATERIALIZED (
    SELECT m.*
      FROM message m
     WHERE EXISTS (SELECT FROM fresh)
       AND email_secret_add($2::bytea, 'unsubscribe', m.id, m.email,
                            m.email_key, now() + interval '1 year')
)
SELECT s.email AS recipient, s.nickname, '/unsubscribe/' AS unsubscribe,
       a.nickname AS actor, nullif(g.members - 1, 0) AS others,
       g.members > 2 AS several, excerpt(p.body) AS excerpt,
       f.kind = 'mention' AS mention, f.kind = 'reply' AS reply,
       f.kind = 'like' AS liked, f.kind = 'boost' AS boost,
       f.kind = 'follow' AS follow, f.kind = 'moderation' AS moderation,
       g.place = 10 AND g.groups > 10 AS more
  FROM secret s
 CROSS JOIN grouped g
  JOIN fresh f ON f.id = g.newest
  LEFT JOIN person a ON a.id = f.actor
  LEFT JOIN post p ON p.author = f.post_author AND p.id = f.post
 ORDER BY g.newest DESC
