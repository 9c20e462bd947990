-- SPDX-License-Identifier: ISC
-- writes
-- Link an identity to a member, who may have ten. $1 the member, $2 issuer, $3
-- subject, $4 what the provider is called.
-- outcome: 'linked', 'already', 'taken' (by another member), or 'full'.
SELECT identity_link($1::bigint, $2::text, $3::text, $4::text, 10) AS outcome
