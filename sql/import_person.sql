-- SPDX-License-Identifier: ISC
-- writes
-- Follow, block or mute a member, or put them on a list. $1 the member who
-- imports, $2 the import, $3 the position before the record, $4 'follow',
-- 'follow-posts' (without boosts), 'block', 'mute' or 'list', $5 the nickname, $6
-- the list's name, $7, $8 the file and line, for a problem.
-- moved: false if another clerk did it, or the import is over; changed: the
-- topics, or NULL.
SELECT moved, changed
  FROM import_person($1::bigint, $2::bigint, $3::bigint, $4::text, $5::text,
                     $6::text, $7::text, $8::bigint)
