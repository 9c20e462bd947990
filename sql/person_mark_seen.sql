-- SPDX-License-Identifier: ISC
-- writes
-- Mark a member and their session as seen now, unless that was done within the
-- last minute. $1 the member, $2 the session's token hash; $3 whether they see the
-- first page of their home feed, which is marked in the same way.
-- changed: the member's topic.
-- No row: that was done within the last minute, or they have no such session.
WITH used AS (
    UPDATE session
       SET used_at = now()
     WHERE token_hash = $2::bytea
       AND person = $1::bigint
       AND used_at < now() - interval '1 minute'
)
INSERT INTO person_seen AS seen (person, seen_at, home_at)
SELECT person, now(), CASE WHEN $3::boolean THEN now() END
  FROM session
 WHERE token_hash = $2 AND person = $1
    ON CONFLICT (person) DO UPDATE
   SET seen_at = now(),
       read_to = CASE WHEN $3 THEN person_read_to(seen) ELSE seen.read_to END,
       home_at = CASE WHEN $3 THEN now() ELSE seen.home_at END
 WHERE seen.seen_at < now() - interval '1 minute'
       OR $3 AND coalesce(seen.home_at < now() - interval '1 minute', true)
RETURNING 'person/' || person AS changed
