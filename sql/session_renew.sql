-- writes
-- A member's new password: all their sessions end, and this browser has a new
-- one. $1 the token hash of its old session, $2 that of the new one, $3 the
-- encoded password that was proved to be known, $4 the new one.
-- remembered: as before. No row: the session or the password was no longer what
-- it was, and nothing was changed.
WITH here AS MATERIALIZED (
    SELECT person, remembered, browser
      FROM session_valid
     WHERE token_hash = $1::bytea
)
INSERT INTO session (token_hash, person, remembered, browser)
SELECT $2::bytea, person, remembered, browser
  FROM here
 WHERE password_change(person, $3::text, $4::text)
RETURNING remembered
