-- SPDX-License-Identifier: ISC
-- reads
-- The site's settings, except for its long texts and the icon itself.
-- name, tagline, accent, icon_name, announcement, post_length, door,
-- members_only, address_days, visitors_search, search_language,
-- notification_days, version: as in the table; announced_until: in
-- seconds since 1970, 0 if nothing is announced.
-- There is always one row.
SELECT s.name, s.tagline, s.accent, s.icon_name, s.announcement,
       coalesce(floor(extract(epoch FROM s.announced_until)), 0)::bigint
           AS announced_until,
       s.post_length, s.door, s.members_only, s.address_days,
       s.visitors_search, s.search_language, s.notification_days, s.version
  FROM site s
