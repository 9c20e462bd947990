-- SPDX-License-Identifier: ISC
-- writes
-- Change who may come in. $1 the door or NULL, $2 whether visitors see only the
-- front page, or NULL: as it is.
-- door, members_only: as they are now; changed: all pages.
UPDATE site
   SET door = coalesce($1::text, door),
       members_only = coalesce($2::boolean, members_only),
       version = version + 1
RETURNING door, members_only, 'everything' AS changed
