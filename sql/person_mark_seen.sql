-- writes
-- Somebody is here. $1 the person, $2 the token hash of their session. Both are
-- marked with the present time, unless they were within the last minute.
-- changed: the person's topic. No row: they were seen within that minute.
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
