-- SPDX-License-Identifier: ISC
-- writes
-- Change who may come in. $1 the door or NULL, $2 whether visitors see only the
-- front page, or NULL: as it is. $3 the admin, for the log; 0: an operator's
-- command.
-- door, members_only: as they are now; changed: all pages; entry: the log's,
-- NULL if they were so before.
WITH saved AS (
    UPDATE site s
       SET door = coalesce($1::text, o.door),
           members_only = coalesce($2::boolean, o.members_only),
           version = s.version + 1
      FROM (SELECT * FROM site FOR UPDATE) o
     WHERE s.id = o.id
    RETURNING s.door, s.members_only,
        concat_ws(', ',
                  CASE WHEN s.door <> o.door THEN 'door' END,
                  CASE WHEN s.members_only <> o.members_only
                       THEN 'members_only' END) AS settings)
SELECT door, members_only, 'everything' AS changed,
       CASE WHEN settings <> ''
            THEN moderation_note(nullif($3::bigint, 0), 'settings', NULL,
                                 settings, '', NULL) END AS entry
  FROM saved
