-- SPDX-License-Identifier: ISC
-- writes
-- Sign a member in. $1 the hash of a new token, $2 the member, $3 the password
-- hash that was just verified, $4 whether to remember the member, $5 the
-- browser in words. Delete the member's expired sessions, and of the others all
-- but the 19 used last.
-- person: $2.
-- No row: the password has been changed since it was verified, or the member is
-- absent.
WITH verified AS (
    SELECT id FROM person p
     WHERE id = $2::bigint AND password = $3::text
       AND NOT EXISTS (SELECT FROM absent a WHERE a.person = p.id)
       FOR SHARE OF p
), removed AS (
    DELETE FROM session
     WHERE person = (SELECT id FROM verified)
       AND token_hash NOT IN (SELECT token_hash FROM session_valid
                               WHERE person = $2
                               ORDER BY used_at DESC, id DESC LIMIT 19)
)
INSERT INTO session (token_hash, person, remembered, browser)
SELECT $1::bytea, id, $4::boolean, $5::text FROM verified
RETURNING person
