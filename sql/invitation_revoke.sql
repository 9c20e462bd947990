-- SPDX-License-Identifier: ISC
-- writes
-- Take an invitation back. $1 its id.
-- id: the same.
-- No row: there is none, or it was taken back before.
UPDATE invitation SET revoked_at = now()
 WHERE id = $1::bigint AND revoked_at IS NULL
RETURNING id
