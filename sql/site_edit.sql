-- SPDX-License-Identifier: ISC
-- writes
-- Change settings. $1 name, $2 tagline, $3 accent, $4 announcement, $5 until
-- when it is shown, '' for not at all, $6 post_length, $7 address_days, $8 door,
-- $9 members_only, all as text; NULL: as it is. $10 the admin, for the log; 0: an
-- operator's command.
-- changed: everything; entry: the log's.
-- No row: they were so before.
WITH saved AS (
    UPDATE site s
       SET name = coalesce($1::text, o.name),
           tagline = coalesce($2::text, o.tagline),
           accent = coalesce($3::text, o.accent),
           announcement = coalesce($4::text, o.announcement),
           announced_until = CASE WHEN $5::text IS NULL THEN o.announced_until
                                  ELSE nullif($5, '')::timestamptz END,
           post_length = coalesce($6::text::integer, o.post_length),
           address_days = coalesce($7::text::integer, o.address_days),
           door = coalesce($8::text, o.door),
           members_only = coalesce($9::text::boolean, o.members_only),
           version = s.version + 1
      FROM (SELECT * FROM site FOR UPDATE) o
     WHERE s.id = o.id
       AND (coalesce($1::text, o.name), coalesce($2::text, o.tagline),
            coalesce($3::text, o.accent), coalesce($4::text, o.announcement),
            CASE WHEN $5::text IS NULL THEN o.announced_until
                 ELSE nullif($5::text, '')::timestamptz END,
            coalesce($6::text::integer, o.post_length),
            coalesce($7::text::integer, o.address_days),
            coalesce($8::text, o.door),
            coalesce($9::text::boolean, o.members_only))
           IS DISTINCT FROM
           (o.name, o.tagline, o.accent, o.announcement, o.announced_until,
            o.post_length, o.address_days, o.door, o.members_only)
    RETURNING concat_ws(', ',
        CASE WHEN s.name <> o.name THEN 'name' END,
        CASE WHEN s.tagline <> o.tagline THEN 'tagline' END,
        CASE WHEN s.accent <> o.accent THEN 'accent' END,
        CASE WHEN s.announcement <> o.announcement
               OR s.announced_until IS DISTINCT FROM o.announced_until
             THEN 'announcement' END,
        CASE WHEN s.post_length <> o.post_length THEN 'post_length' END,
        CASE WHEN s.address_days <> o.address_days THEN 'address_days' END,
        CASE WHEN s.door <> o.door THEN 'door' END,
        CASE WHEN s.members_only <> o.members_only THEN 'members_only' END)
        AS settings)
SELECT 'everything' AS changed,
       moderation_note(nullif($10::bigint, 0), 'settings', NULL, settings, '',
                       NULL) AS entry
  FROM saved
