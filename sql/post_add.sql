-- SPDX-License-Identifier: ISC
-- writes
-- Add a post. $1 author, $2 body, $3 what identifies this submission of the
-- form, or NULL, $4 when it was posted, or NULL for now; $5, $6 how many posts
-- the author may write in how many seconds; $5 of 0: no limit; $7 how many
-- characters the body has; $8 the post that it answers, or 0; $9 who may reply
-- (post.audience); $10 the nicknames that it mentions and $11 the keys of its
-- hashtags, with spaces between them.
-- id: the post's; changed: the topic of posts; wait: 0. If the limit is reached,
-- id and changed are NULL, and wait is the seconds until the next post is
-- allowed. If the body is longer than the site allows, only most is not NULL: how
-- many characters it may have. If the author may not reply, only refused is not
-- NULL: 'gone', because there is no such post, or the audience of the post. If
-- the author is absent, all are NULL.
-- No row: this submission was posted before.
SELECT id, changed, wait, most, refused
  FROM post_add($1::bigint, $2::text, $3::bytea, $4::timestamptz, $5::integer,
                $6::integer, $7::bigint, $8::bigint, $9::text::"char",
                $10::text, $11::text)
