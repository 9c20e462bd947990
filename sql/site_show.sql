-- SPDX-License-Identifier: ISC
-- reads
-- The site's settings for the operator.
-- name, tagline, accent, announcement, announced_until, post_length, door,
-- members_only, address_days, visitors_search, search_language,
-- notification_days: as in the table; icon: the beginning of its hash; about,
-- rules, privacy, contact: the texts that an admin has written. '' stands for what
-- comes with the program.
-- There is always one row.
SELECT s.name, s.tagline, s.accent, s.icon_name AS icon, s.announcement,
       s.announced_until, s.post_length, s.door, s.members_only,
       s.address_days, s.visitors_search, s.search_language,
       s.notification_days,
       coalesce(t.about, '') AS about, coalesce(t.rules, '') AS rules,
       coalesce(t.privacy, '') AS privacy, coalesce(t.contact, '') AS contact
  FROM site s
 CROSS JOIN (SELECT max(body) FILTER (WHERE name = 'about') AS about,
                    max(body) FILTER (WHERE name = 'rules') AS rules,
                    max(body) FILTER (WHERE name = 'privacy') AS privacy,
                    max(body) FILTER (WHERE name = 'contact') AS contact
               FROM site_text) t
