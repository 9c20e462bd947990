-- SPDX-License-Identifier: ISC
-- writes
-- Trust the browser that a member has just signed in with. $1 the hash of the
-- secret in its cookie, $2 the member. Of the member's other browsers, keep the
-- 19 used last within 180 days.
SELECT browser_trust($1::bytea, $2::bigint)
