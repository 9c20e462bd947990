-- SPDX-License-Identifier: ISC
-- reads
-- How many connections the database allows.
-- server: of all roles that are not administrators; role: of ours, or -1;
-- database: to ours, or -1.
SELECT current_setting('max_connections')::integer
       - current_setting('superuser_reserved_connections')::integer
       - coalesce(current_setting('reserved_connections', true), '0')::integer
       AS server,
       r.rolconnlimit AS role,
       d.datconnlimit AS database
  FROM pg_roles r, pg_database d
 WHERE r.rolname = current_user
   AND d.datname = current_database()
