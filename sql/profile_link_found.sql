-- SPDX-License-Identifier: ISC
-- writes
-- Note what the verifier found at a link. $1 the member, $2 the address, $3
-- linked, unlinked or unread.
-- changed: the topic of the member, or NULL.
SELECT profile_link_found($1::bigint, $2::text, $3::text) AS changed
