-- SPDX-License-Identifier: ISC
-- reads
-- Whether a member follows a hashtag. $1 the member, $2 the key of the hashtag.
-- tag: the key. No row: the member does not follow it.
SELECT tag FROM tag_follow WHERE person = $1::bigint AND tag = $2::text
