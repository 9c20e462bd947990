-- SPDX-License-Identifier: ISC
-- reads
-- What must not be in the database.
-- wrong: what it is, in words; rows: how many there are.
-- No row: there is none of it.
SELECT w.wrong, w.rows
  FROM (SELECT 'follows between two members of whom one blocks the other'
               AS wrong,
               count(*) AS rows
          FROM follow f
          JOIN block_pair b ON b.person = f.follower AND b.other = f.followed
         UNION ALL
        SELECT 'members on the list of somebody who blocks them, or whom they'
               ' block',
               count(*)
          FROM list_member m
          JOIN block_pair b ON b.person = m.owner AND b.other = m.person
         UNION ALL
        SELECT 'members whose nickname is not reserved for them', count(*)
          FROM person p
         WHERE NOT EXISTS (SELECT FROM nickname n
                            WHERE n.key = lower(p.nickname)
                              AND n.person = p.id)
         UNION ALL
        SELECT 'constraints that were never validated', count(*)
          FROM pg_constraint c
         WHERE c.connamespace = to_regnamespace(current_schema())
           AND NOT c.convalidated
         UNION ALL
        SELECT 'indexes that PostgreSQL cannot use', count(*)
          FROM pg_index i
          JOIN pg_class c ON c.oid = i.indexrelid
         WHERE c.relnamespace = to_regnamespace(current_schema())
           AND NOT i.indisvalid) w
 WHERE w.rows > 0
