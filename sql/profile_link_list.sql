-- SPDX-License-Identifier: ISC
-- reads
-- The links on a profile. $1 a nickname in any case, present or former, $2 the
-- viewer (0: a visitor).
-- address; name: the same as readers see it; verified_at: since when it links
-- back, or NULL.
-- No row: there are none, nobody has or had that nickname, or they are absent or
-- block the viewer. As in person_profile, all these cases continue with the id 0.
WITH named AS MATERIALIZED (
    SELECT coalesce((SELECT person FROM nickname
                      WHERE key = lower($1::text COLLATE "C")), 0) AS id
), visible AS MATERIALIZED (
    SELECT CASE WHEN EXISTS (SELECT FROM absent a WHERE a.person = n.id)
                  OR EXISTS (SELECT FROM block b
                              WHERE b.blocker = n.id AND b.blocked = $2::bigint)
           THEN 0 ELSE n.id END AS id
      FROM named n
)
SELECT l.address, regexp_replace(l.address, '^https?://|/$', '', 'g') AS name,
       l.verified_at
  FROM visible v
  JOIN profile_link l ON l.person = v.id
 ORDER BY l.place, l.address
