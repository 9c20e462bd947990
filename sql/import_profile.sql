-- SPDX-License-Identifier: ISC
-- writes
-- Set a member's description of themselves, unless there is one, and their links,
-- unless there are any. $1 the member, $2 the import, $3 the position before the
-- record, $4 the text, $5 the addresses, one on each line.
-- moved: false if another clerk did it, or the import is over; changed: the
-- topics, or NULL.
SELECT moved, changed
  FROM import_profile($1::bigint, $2::bigint, $3::bigint, $4::text,
                      $5::text)
