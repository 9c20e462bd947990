-- writes
-- Sign somebody in. $1 the hash of a new token, $2 the person, $3 the encoded
-- password that they proved to know, $4 whether to remember them, $5 the browser
-- in words. Of their sessions the 20 used last stay; those that have run out go.
-- person: $2. No row: they have got another password meanwhile.
WITH proved AS (
    SELECT id FROM person WHERE id = $2::bigint AND password = $3::text
       FOR SHARE
), ended AS (
    DELETE FROM session
     WHERE person = (SELECT id FROM proved)
       AND token_hash NOT IN (SELECT token_hash FROM session_valid
                               WHERE person = $2
                               ORDER BY used_at DESC, id DESC LIMIT 19)
)
INSERT INTO session (token_hash, person, remembered, browser)
SELECT $1::bytea, id, $4::boolean, $5::text FROM proved
RETURNING person
