-- SPDX-License-Identifier: ISC
-- writes
-- Leave a record out. $1 the member, $2 the import, $3 the position before it,
-- $4 the file, $5 the line, $6 why, $7 whether it is about a person of another
-- site.
-- moved: false if another clerk did it, or the import is over.
SELECT moved
  FROM import_skip($1::bigint, $2::bigint, $3::bigint, $4::text, $5::bigint,
                   $6::text, $7::boolean)
