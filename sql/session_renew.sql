-- SPDX-License-Identifier: ISC
-- writes
-- Change the password of the member who is signed in, end all their sessions,
-- and start a new one for this browser. $1 the token hash of the old session,
-- $2 of the new one, $3 the password hash that was just verified, $4 the new
-- one.
-- remembered: as in the old session.
-- No row: the session has expired, or the password has been changed since it
-- was verified; nothing was changed.
WITH old_session AS MATERIALIZED (
    SELECT person, remembered, browser
      FROM session_valid
     WHERE token_hash = $1::bytea
)
INSERT INTO session (token_hash, person, remembered, browser)
SELECT $2::bytea, person, remembered, browser
  FROM old_session
 WHERE password_change(person, $3::text, $4::text)
RETURNING remembered
