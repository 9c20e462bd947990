-- SPDX-License-Identifier: ISC
-- reads
-- The member who is signed in. $1 the hash of the token in the cookie.
-- id, nickname, role: the member's; stale: person_mark_seen has something to do;
-- remembered: the browser should keep the token for another 30 days; proved:
-- the member has just proved who they are; told: notice_unseen has a row;
-- unread: how many notifications they have not seen, at most 100;
-- waiting: how many open reports about others (at most 100) and appeals this
-- moderator finds; NULL for all other members.
-- No row: there is no such session, or it has expired.
SELECT p.id, p.nickname, p.role, v.remembered,
       v.used_at < now() - interval '1 minute'
       OR coalesce(s.seen_at < now() - interval '1 minute', true) AS stale,
       v.proved,
       EXISTS (SELECT FROM notice n
                WHERE n.person = p.id AND n.seen_at IS NULL) AS told,
       (SELECT count(*)
          FROM (SELECT FROM notification n
                 WHERE n.person = p.id AND n.unread
                   AND (n.actor IS NULL
                        OR n.actor NOT IN (
                           SELECT muted FROM mute WHERE muter = p.id
                            UNION ALL
                           SELECT other FROM block_pair WHERE person = p.id
                            UNION ALL
                           SELECT person FROM absent))
                 LIMIT 100) u) AS unread,
       CASE WHEN p.role <> 'member'
            THEN (SELECT count(*)
                    FROM (SELECT FROM report r
                           WHERE r.state = 'open' AND r.person <> p.id
                           LIMIT 100) o)
                 + (SELECT count(*) FROM appeal a
                     WHERE a.decided_at IS NULL) END AS waiting
  FROM session_valid v
  JOIN person p ON p.id = v.person
  LEFT JOIN person_seen s ON s.person = p.id
 WHERE v.token_hash = $1::bytea
