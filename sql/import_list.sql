-- SPDX-License-Identifier: ISC
-- writes
-- Add a list, unless the member has one of that name. $1 the member, $2 the
-- import, $3 the position before the record, $4 the name, $5 whether it is
-- exclusive, $6 the file, for a problem.
-- moved: false if another clerk did it, or the import is over.
SELECT moved
  FROM import_list($1::bigint, $2::bigint, $3::bigint, $4::text, $5::boolean,
                   $6::text)
