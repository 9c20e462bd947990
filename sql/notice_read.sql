-- SPDX-License-Identifier: ISC
-- writes
-- Note that a member has read what they were told of an action. $1 the member,
-- $2 the action.
-- id: the action.
-- No row: they were not told of it, or have read it.
UPDATE notice SET seen_at = now()
 WHERE person = $1::bigint AND moderation = $2::bigint AND seen_at IS NULL
RETURNING moderation AS id
