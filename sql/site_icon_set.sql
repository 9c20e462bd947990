-- SPDX-License-Identifier: ISC
-- writes
-- Change the site's icon. $1 the PNG, or NULL for the built-in one, $2 the
-- beginning of its hash, or '', $3 the admin, for the log; 0: an operator's
-- command.
-- changed: everything; entry: the log's.
-- No row: it was the same before.
WITH saved AS (
    UPDATE site
       SET icon = $1::bytea, icon_name = $2::text, version = version + 1
     WHERE icon_name <> $2
    RETURNING version)
SELECT 'everything' AS changed,
       moderation_note(nullif($3::bigint, 0), 'settings', NULL, 'icon', '',
                       NULL) AS entry
  FROM saved
