-- SPDX-License-Identifier: ISC
-- reads
-- What a member is told, newest 50 groups first. $1 the member, $2 the cursor:
-- only notifications with smaller ids; $3 a kind, '' for all; $4 whether only
-- what members did whom $1 follows.
-- id, at: the newest notification's; unread: whether any of the group is;
-- mention, reply, liked, boost, follow, moderation: its kind; actor, nickname:
-- who did it last; others: how many more did, NULL if nobody; several: whether
-- more than one did; post, excerpt: of the post that it is about; removed,
-- hidden, suspended, undone, kept: as in told.
-- In the first row: next, the cursor of the next page, NULL if this is the last;
-- ids, those of the unread notifications on this page, as an array.
-- There is always one row; if there is nothing to show, its id is NULL.
--
-- Likes of the same post are one group, as are boosts of it, and the new
-- followers of one day. A page takes the newest notifications until the 51st
-- group begins, but at most 2,000. So a page may be short, and a post that
-- thousands liked is on several pages; but the cost has a bound, and each
-- notification is on one page.
WITH left_out AS (
    SELECT muted AS id FROM mute WHERE muter = $1::bigint
     UNION ALL
    SELECT other FROM block_pair WHERE person = $1
     UNION ALL
    SELECT person FROM absent
), recent AS MATERIALIZED (
   (SELECT n.* FROM notification n
     WHERE n.person = $1 AND n.id < $2::bigint AND $3::text = ''
     ORDER BY n.id DESC
     LIMIT 2000)
     UNION ALL
   (SELECT n.* FROM notification n
     WHERE n.person = $1 AND n.kind = $3 AND n.id < $2
     ORDER BY n.id DESC
     LIMIT 2000)
), visible AS (
    SELECT n.*,
           max(n.id) OVER (
               PARTITION BY n.kind,
                   CASE WHEN n.kind IN ('like', 'boost') THEN n.post
                        WHEN n.kind = 'follow' THEN (n.id >> 20) / 86400000
                        ELSE n.id END) AS newest
      FROM recent n
     WHERE (n.actor IS NULL AND NOT $4::boolean
            OR n.actor NOT IN (SELECT id FROM left_out))
       AND (NOT $4 OR n.actor IN (SELECT followed FROM follow
                                   WHERE follower = $1))
), edge AS MATERIALIZED (
    SELECT coalesce(
               (SELECT v.newest FROM visible v
                 GROUP BY v.newest
                 ORDER BY v.newest DESC
                OFFSET 50 LIMIT 1),
               (SELECT min(r.id) - 1 FROM recent r
                HAVING count(*) = 2000)) AS id
), grouped AS MATERIALIZED (
    SELECT v.newest, count(*) AS members, bool_or(v.unread) AS unread,
           string_agg(v.id::text, ',') FILTER (WHERE v.unread) AS ids
      FROM visible v
     WHERE v.id > (SELECT coalesce(id, 0) FROM edge)
     GROUP BY v.newest
)
SELECT g.newest AS id, to_timestamp((g.newest >> 20) / 1000.0) AS at,
       g.unread, n.kind = 'mention' AS mention, n.kind = 'reply' AS reply,
       n.kind = 'like' AS liked, n.kind = 'boost' AS boost,
       n.kind = 'follow' AS follow, n.kind = 'moderation' AS moderation,
       n.actor, a.nickname, nullif(g.members - 1, 0) AS others,
       g.members > 2 AS several, n.post, excerpt(p.body) AS excerpt,
       t.removed, t.hidden, t.suspended, t.undone_at IS NOT NULL AS undone,
       t.kept, e.id + 1 AS next,
       CASE WHEN row_number() OVER (ORDER BY g.newest DESC) = 1
            THEN (SELECT '{' || string_agg(i.ids, ',') || '}'
                    FROM grouped i) END AS ids
  FROM edge e
  LEFT JOIN (
       grouped g
       JOIN notification n ON n.person = $1 AND n.id = g.newest
       LEFT JOIN post p ON p.author = n.post_author AND p.id = n.post
       LEFT JOIN person a ON a.id = n.actor
       LEFT JOIN told t ON t.id = n.action)
    ON n.post IS NULL OR p.id IS NOT NULL
 ORDER BY g.newest DESC
