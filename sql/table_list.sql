-- SPDX-License-Identifier: ISC
-- reads
-- The tables that our role may read.
-- name: the table's name.
SELECT relname AS name
  FROM pg_class
 WHERE relnamespace = to_regnamespace(current_schema())
   AND relkind IN ('r', 'p')
   AND NOT relispartition
   AND has_any_column_privilege(oid, 'SELECT')
 ORDER BY relname COLLATE "C"
