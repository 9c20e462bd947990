-- SPDX-License-Identifier: ISC
-- reads
-- What a backup says about itself.
-- made_at: now; newest_post: when it was written, or NULL if there is no post.
-- Both as 2026-11-28T12:00:00Z.
SELECT to_char(now() AT TIME ZONE 'UTC', f.format) AS made_at,
       to_char((SELECT p.created_at FROM post p ORDER BY p.id DESC LIMIT 1)
               AT TIME ZONE 'UTC', f.format) AS newest_post
  FROM (VALUES ('YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS f (format)
