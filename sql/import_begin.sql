-- SPDX-License-Identifier: ISC
-- writes
-- Begin an upload. $1 the member, $2 its kind, $3 the host of this site.
-- id: the import's.
-- No row: an import of this member is under way.
SELECT id FROM import_begin($1::bigint, $2::text, $3::text)
