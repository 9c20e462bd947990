-- SPDX-License-Identifier: ISC
-- writes
-- Take an identity away from its member. $1 the member, $2 the identity's id.
-- outcome: 'unlinked', or 'last': the member could not sign in any more, so it
-- stays; label: what the provider is called.
-- No row: the member has no such identity.
SELECT outcome, label FROM identity_unlink($1::bigint, $2::bigint)
