-- SPDX-License-Identifier: ISC
-- writes
-- End an import, which this connection works on. $1 the member, $2 the import,
-- $3, $4 the file and why it failed, or NULL if it is done.
SELECT import_finish($1::bigint, $2::bigint, $3::text, $4::text)
