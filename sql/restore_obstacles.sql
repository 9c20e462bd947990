-- SPDX-License-Identifier: ISC
-- reads
-- What would be in the way of a backup that is restored into this database.
-- objects: the number of its tables, views, sequences and functions; creates:
-- whether our role may create any.
SELECT coalesce(has_schema_privilege(n.id, 'CREATE'), false) AS creates,
       (SELECT count(*) FROM pg_class c
         WHERE c.relnamespace = n.id AND c.relkind IN ('r', 'p', 'v', 'm', 'S'))
       + (SELECT count(*) FROM pg_proc p
           WHERE p.pronamespace = n.id
             AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_proc'::regclass
                                AND d.objid = p.oid AND d.deptype = 'e'))
       AS objects
  FROM (SELECT to_regnamespace(current_schema()) AS id) n
