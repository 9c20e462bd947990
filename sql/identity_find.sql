-- SPDX-License-Identifier: ISC
-- reads
-- The member with an identity. $1 issuer, $2 subject.
-- person: the member's id.
-- No row: nobody has linked it.
SELECT person FROM identity WHERE issuer = $1::text AND subject = $2::text
