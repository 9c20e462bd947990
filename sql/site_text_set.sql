-- SPDX-License-Identifier: ISC
-- writes
-- Write a page about the site. $1 which, $2 the text; '': the one that it
-- starts with.
-- changed: everything.
-- No row: it was the same before.
WITH saved AS (
    INSERT INTO site_text AS t (name, body) VALUES ($1::text, $2::text)
        ON CONFLICT (name) DO UPDATE SET body = excluded.body
         WHERE t.body <> excluded.body
    RETURNING t.name)
UPDATE site SET version = version + 1
 WHERE EXISTS (SELECT FROM saved)
RETURNING 'everything' AS changed
