-- SPDX-License-Identifier: ISC
-- reads
-- The databases that a killed "microblog restore --try" left behind, and those
-- of one that still runs.
-- name: the database's name.
SELECT d.datname AS name
  FROM pg_database d
 WHERE shobj_description(d.oid, 'pg_database') = 'microblog restore --try'
   AND pg_has_role(d.datdba, 'USAGE')
