-- SPDX-License-Identifier: ISC
-- writes
-- Change settings. $1 name, $2 tagline, $3 accent, $4 announcement, $5 until
-- when it is shown, '' for not at all, $6 post_length, as text; NULL: as it is.
-- changed: everything.
-- No row: they were so before.
UPDATE site s
   SET name = n.name, tagline = n.tagline, accent = n.accent,
       announcement = n.announcement, announced_until = n.announced_until,
       post_length = n.post_length, version = s.version + 1
  FROM (SELECT o.id, coalesce($1::text, o.name) AS name,
               coalesce($2::text, o.tagline) AS tagline,
               coalesce($3::text, o.accent) AS accent,
               coalesce($4::text, o.announcement) AS announcement,
               CASE WHEN $5::text IS NULL THEN o.announced_until
                    ELSE nullif($5, '')::timestamptz
               END AS announced_until,
               coalesce($6::text::integer, o.post_length) AS post_length
          FROM site o
           FOR UPDATE) n
 WHERE s.id = n.id
   AND (s.name, s.tagline, s.accent, s.announcement, s.announced_until,
        s.post_length)
       IS DISTINCT FROM
       (n.name, n.tagline, n.accent, n.announcement, n.announced_until,
        n.post_length)
RETURNING 'everything' AS changed
