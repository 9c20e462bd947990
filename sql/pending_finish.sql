-- SPDX-License-Identifier: ISC
-- writes
-- Finish a sign-in with a code, and open a session. $1 the hash of the secret
-- in the browser's cookie, $2 the hash of the session's token, $3 the browser
-- in words, $4 the time step of the code or NULL, $5 the hash of the recovery
-- code or NULL; $6 the hash of the trusted browser's secret or NULL, and $7 of
-- its new one, if it need not show a code for 30 days, or NULL.
-- person: the member; remembered: whether to remember them; suspended: as in
-- session_add; outcome: 'signed in', or 'used' if the code cannot be used (any
-- more).
-- No row: there is no such sign-in, or it is over.
SELECT person, remembered, suspended, outcome
  FROM pending_finish($1::bytea, $2::bytea, $3::text, $4::bigint, $5::bytea,
                      $6::bytea, $7::bytea)
