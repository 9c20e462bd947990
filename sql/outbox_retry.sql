-- SPDX-License-Identifier: ISC
-- writes
-- Send a message now, also if it is dead; its five days begin again. $1 the
-- message; NULL stands for all.
-- retried: how many there were.
WITH retried AS (
    UPDATE mail
       SET due = now(), tries = 0, state = 'waiting', created_at = now()
     WHERE $1::bigint IS NULL OR id = $1
    RETURNING id
), woken AS (
    SELECT pg_notify('microblog_courier', '')
)
SELECT (SELECT count(*) FROM retried) AS retried FROM woken
