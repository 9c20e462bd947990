-- SPDX-License-Identifier: ISC
-- writes
-- Change settings. $1 name, $2 tagline, $3 accent, $4 announcement, $5 until
-- when it is shown, '' for not at all, $6 post_length, $7 address_days, $8 door,
-- $9 members_only, $10 visitors_search, 'yes' or not, $11 search_language,
-- $12 notification_days, all as text; NULL: as it is. $13 the admin, for the log; 0: an operator's command.
-- changed: everything; entry: the log's; search: nothing.
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
           visitors_search = coalesce($10::text = 'yes', o.visitors_search),
           search_language = coalesce($11::text, o.search_language),
           notification_days = coalesce($12::text::integer,
                                        o.notification_days),
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
            coalesce($9::text::boolean, o.members_only),
            coalesce($10::text = 'yes', o.visitors_search),
            coalesce($11::text, o.search_language),
           coalesce($12::text::integer, o.notification_days))
           IS DISTINCT FROM
           (o.name, o.tagline, o.accent, o.announcement, o.announced_until,
            o.post_length, o.address_days, o.door, o.members_only,
            o.visitors_search, o.search_language, o.notification_days)
    RETURNING o.search_language AS former, s.search_language AS language,
        concat_ws(', ',
        CASE WHEN s.name <> o.name THEN 'name' END,
        CASE WHEN s.tagline <> o.tagline THEN 'tagline' END,
        CASE WHEN s.accent <> o.accent THEN 'accent' END,
        CASE WHEN s.announcement <> o.announcement
               OR s.announced_until IS DISTINCT FROM o.announced_until
             THEN 'announcement' END,
        CASE WHEN s.post_length <> o.post_length THEN 'post_length' END,
        CASE WHEN s.address_days <> o.address_days THEN 'address_days' END,
        CASE WHEN s.door <> o.door THEN 'door' END,
        CASE WHEN s.members_only <> o.members_only THEN 'members_only' END,
        CASE WHEN s.visitors_search <> o.visitors_search
             THEN 'visitors_search' END,
        CASE WHEN s.search_language <> o.search_language
             THEN 'search_language' END,
        CASE WHEN s.notification_days <> o.notification_days
             THEN 'notification_days' END)
        AS settings)
SELECT 'everything' AS changed,
       moderation_note(nullif($13::bigint, 0), 'settings', NULL, settings, '',
                       NULL) AS entry,
       CASE WHEN language <> former
            THEN search_change_from(former) END AS search
  FROM saved
