-- writes
-- Sign somebody in. $1 the hash of a new token, $2 the person, $3 whether to
-- remember them. Of their sessions the 20 used last stay; those that have run
-- out go.
-- person: $2.
WITH ended AS (
    DELETE FROM session
     WHERE person = $2::bigint
       AND token_hash NOT IN (SELECT token_hash FROM session_valid
                               WHERE person = $2
                               ORDER BY used_at DESC LIMIT 19)
)
INSERT INTO session (token_hash, person, remembered)
VALUES ($1::bytea, $2, $3::boolean)
RETURNING person
