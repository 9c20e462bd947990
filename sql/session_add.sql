-- SPDX-License-Identifier: ISC
-- writes
-- Sign a member in. $1 the hash of a new token, $2 the member, $3 the password
-- hash that was just verified, or NULL for another proof, $4 whether to
-- remember the member, $5 the browser in words, $6 the hash of the secret in
-- its cookie, or NULL. Delete the member's expired sessions, and of the others
-- all but the 19 used last.
-- person: $2; code: true if the member must show a code first, and the token is
-- that of a pending sign-in; suspended: the member is, and the token is no
-- session's (appeal_find).
-- No row: the password has been changed since it was verified, or the member is
-- absent.
SELECT person, code, suspended
  FROM session_add($1::bytea, $2::bigint, $3::text, $4::boolean, $5::text,
                   $6::bytea)
