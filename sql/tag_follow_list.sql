-- SPDX-License-Identifier: ISC
-- reads
-- The hashtags that a member follows, at most a hundred, in the order of their
-- keys. $1 the member.
-- tag: the key.
SELECT tag FROM tag_follow WHERE person = $1::bigint ORDER BY tag
