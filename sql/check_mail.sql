-- SPDX-License-Identifier: ISC
-- reads
-- How the outbox does.
-- late: messages that nobody tries to send; retried: messages that could not be
-- sent for an hour; dead: messages given up since yesterday; reason: why the
-- last one could not be sent, or ''.
SELECT count(*) FILTER (WHERE m.state = 'waiting'
                          AND m.due < now() - interval '15 minutes') AS late,
       count(*) FILTER (WHERE m.state = 'waiting' AND m.tries > 0
                          AND m.created_at < now() - interval '1 hour')
       AS retried,
       count(*) FILTER (WHERE m.state = 'dead'
                          AND m.due > now() - interval '1 day') AS dead,
       coalesce((SELECT l.last_error FROM mail l
                  WHERE l.last_error IS NOT NULL
                  ORDER BY l.due DESC LIMIT 1), '') AS reason
  FROM mail m
