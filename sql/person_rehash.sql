-- SPDX-License-Identifier: ISC
-- writes
-- Replace a member's password hash by another hash of the same password. $1 the
-- member, $2 the hash that was just verified, $3 the new one.
-- person: $1.
-- No row: the password has been changed since it was verified.
UPDATE person SET password = $3::text
 WHERE id = $1::bigint AND password = $2::text
RETURNING id AS person
