-- SPDX-License-Identifier: ISC
-- writes
-- Mark a member and their session as seen now, unless that was done within the
-- last minute. $1 the member, $2 the session's token hash.
-- changed: the member's topic.
-- No row: the member was seen within the last minute, or has no such session.
WITH used AS (
    UPDATE session
       SET used_at = now()
     WHERE token_hash = $2::bytea
       AND person = $1::bigint
       AND used_at < now() - interval '1 minute'
)
INSERT INTO person_seen AS seen (person, seen_at)
SELECT person, now() FROM session WHERE token_hash = $2 AND person = $1
    ON CONFLICT (person) DO UPDATE
   SET seen_at = now()
 WHERE seen.seen_at < now() - interval '1 minute'
RETURNING 'person/' || person AS changed
