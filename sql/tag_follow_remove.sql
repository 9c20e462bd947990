-- SPDX-License-Identifier: ISC
-- writes
-- Stop following a hashtag. $1 the member, $2 the key of the hashtag.
-- tag: the key. No row: the member did not follow it.
DELETE FROM tag_follow
 WHERE person = $1::bigint AND tag = $2::text
RETURNING tag
