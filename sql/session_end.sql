-- SPDX-License-Identifier: ISC
-- writes
-- Sign out another browser. $1 the member, $2 the id of one of their sessions.
-- id: $2.
-- No row: the member has no such session.
DELETE FROM session WHERE person = $1::bigint AND id = $2::bigint
RETURNING id
