-- SPDX-License-Identifier: ISC
-- writes
-- Sign out all other browsers. $1 the member, $2 the token hash of the session
-- to keep.
DELETE FROM session WHERE person = $1::bigint AND token_hash <> $2::bytea
