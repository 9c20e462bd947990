-- SPDX-License-Identifier: ISC
-- writes
-- Change the site's icon. $1 the PNG, or NULL for the built-in one, $2 the
-- beginning of its hash, or ''.
-- changed: everything.
-- No row: it was the same before.
UPDATE site
   SET icon = $1::bytea, icon_name = $2::text, version = version + 1
 WHERE icon_name <> $2
RETURNING 'everything' AS changed
