-- SPDX-License-Identifier: ISC
-- writes
-- Follow a hashtag. $1 the member, $2 the key of the hashtag, $3 how many the
-- member may follow.
-- outcome: 'followed', 'already', or 'full'.
SELECT outcome FROM tag_follow_add($1::bigint, $2::text, $3::integer)
