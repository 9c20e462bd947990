-- SPDX-License-Identifier: ISC
-- writes
-- Write a page about the site. $1 which, $2 the text, or '' for the one that it
-- starts with, $3 that one, $4 the admin, for the log; 0: an operator's command.
-- changed: everything; entry: the log's.
-- No row: it was the same before.
WITH saved AS (
    INSERT INTO site_text AS t (name, body)
    SELECT $1::text,
           CASE WHEN $2::text = rtrim(replace($3::text, '@NAME@', s.name), E'\n')
                THEN '' ELSE $2 END
      FROM site s
        ON CONFLICT (name) DO UPDATE SET body = excluded.body
         WHERE t.body <> excluded.body
    RETURNING t.name), counted AS (
    UPDATE site SET version = version + 1
     WHERE EXISTS (SELECT FROM saved)
    RETURNING version)
SELECT 'everything' AS changed,
       moderation_note(nullif($4::bigint, 0), 'settings', NULL, $1, '', NULL)
           AS entry
  FROM counted
