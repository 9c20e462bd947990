-- SPDX-License-Identifier: ISC
-- writes
-- Change the password of the member who is signed in, end all their sessions,
-- and start a new one for this browser. $1 the token hash of the old session,
-- in which the member has just proved who they are, $2 of the new one, $3 the
-- new password hash.
-- remembered: as in the old session.
-- No row: the session has ended, or the proof is too old; nothing was changed.
SELECT remembered FROM session_renew($1::bytea, $2::bytea, $3::text)
