-- SPDX-License-Identifier: ISC
-- reads
-- The site's settings, except for its long texts.
-- name, tagline, post_length, door, members_only, version: as in the table.
-- There is always one row.
SELECT s.name, s.tagline, s.post_length, s.door, s.members_only, s.version
  FROM site s
