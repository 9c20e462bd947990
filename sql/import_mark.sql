-- SPDX-License-Identifier: ISC
-- writes
-- Keep a post, mute a conversation or follow a hashtag. $1 the member who
-- imports, $2 the import, $3 the position before the record, $4 'bookmark',
-- 'thread' or 'tag', $5 the post, $6 the key of the hashtag, $7, $8 the file and
-- line, for a problem.
-- moved: false if another clerk did it, or the import is over.
SELECT moved
  FROM import_mark($1::bigint, $2::bigint, $3::bigint, $4::text, $5::bigint,
                   $6::text, $7::text, $8::bigint)
