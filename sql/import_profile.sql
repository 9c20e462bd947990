-- SPDX-License-Identifier: ISC
-- writes
-- Set a member's description of themselves, unless there is one. $1 the member,
-- $2 the import, $3 the position before the record, $4 the text.
-- changed: the topics.
-- No row: nothing changed.
SELECT changed
  FROM import_profile($1::bigint, $2::bigint, $3::bigint, $4::text)
