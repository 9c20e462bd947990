-- SPDX-License-Identifier: ISC
-- reads
-- A member's identities, the oldest first. $1 the member.
-- id, label, created_at: the identity's.
SELECT id, label, created_at
  FROM identity
 WHERE person = $1::bigint
 ORDER BY id
