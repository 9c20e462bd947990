-- SPDX-License-Identifier: ISC
-- writes
-- Set a forgotten password and end all sessions of the member. $1 the hash of
-- the secret from the message, $2 the hash of the new password.
-- nickname: the member's.
-- No row: the secret is unknown, used or expired.
SELECT nickname FROM email_reset($1::bytea, $2::text)
