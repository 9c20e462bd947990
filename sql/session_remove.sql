-- SPDX-License-Identifier: ISC
-- writes
-- Sign out. $1 the token hash of the session.
DELETE FROM session WHERE token_hash = $1::bytea
