-- SPDX-License-Identifier: ISC
-- writes
-- Write a page about the site. $1 which, $2 the text, or '' for the one that it
-- starts with, $3 that one.
-- changed: everything.
-- No row: it was the same before.
WITH saved AS (
    INSERT INTO site_text AS t (name, body)
    SELECT $1::text,
           CASE WHEN $2::text = rtrim(replace($3::text, '@NAME@', s.name), E'\n')
                THEN '' ELSE $2 END
      FROM site s
        ON CONFLICT (name) DO UPDATE SET body = excluded.body
         WHERE t.body <> excluded.body
    RETURNING t.name)
UPDATE site SET version = version + 1
 WHERE EXISTS (SELECT FROM saved)
RETURNING 'everything' AS changed
