-- SPDX-License-Identifier: ISC
-- reads
-- How much there is on this site. It counts at most 10,001 rows of a table;
-- where there are more, it trusts PostgreSQL's estimate, which is some percent
-- off.
-- members, posts, sessions: how many rows; mail_waiting, mail_dead: how many
-- messages, at most 10,001; mail_late: for how many seconds the first of the
-- waiting ones has been due, or 0.
SELECT CASE WHEN p.rows <= 10000 THEN p.rows
            ELSE greatest(p.rows, (SELECT c.reltuples::bigint FROM pg_class c
                                    WHERE c.oid = 'person'::regclass))
       END AS members,
       CASE WHEN o.rows <= 10000 THEN o.rows
            ELSE greatest(o.rows, (SELECT c.reltuples::bigint FROM pg_class c
                                    WHERE c.oid = 'post'::regclass))
       END AS posts,
       CASE WHEN s.rows <= 10000 THEN s.rows
            ELSE greatest(s.rows, (SELECT c.reltuples::bigint FROM pg_class c
                                    WHERE c.oid = 'session'::regclass))
       END AS sessions,
       (SELECT count(*) FROM (SELECT FROM mail WHERE state = 'waiting'
                               LIMIT 10001) w) AS mail_waiting,
       (SELECT count(*) FROM (SELECT FROM mail WHERE state = 'dead'
                               LIMIT 10001) d) AS mail_dead,
       coalesce((SELECT greatest(0, extract(epoch FROM now() - m.due))::bigint
                   FROM mail m WHERE m.state = 'waiting'
                  ORDER BY m.due LIMIT 1), 0) AS mail_late
  FROM (SELECT count(*) AS rows
          FROM (SELECT FROM person
                 WHERE NOT EXISTS (SELECT FROM absent a
                                    WHERE a.person = person.id)
                 LIMIT 10001) x) p,
       (SELECT count(*) AS rows FROM (SELECT FROM post LIMIT 10001) x) o,
       (SELECT count(*) AS rows
          FROM (SELECT FROM session_valid LIMIT 10001) x) s
