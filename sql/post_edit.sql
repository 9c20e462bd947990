-- SPDX-License-Identifier: ISC
-- writes
-- Change a post. $1 the author, $2 its id, $3 the version that was edited
-- (post_edit_find), $4 the new text; $5, $6 how many posts the author may write in
-- how many seconds; $5 of 0: no limit; $7 how many characters the text has; $8 who
-- may reply (post.audience); $9 the nicknames that it mentions and $10 the keys of
-- its hashtags, with spaces between them.
-- outcome: 'edited'; 'same': it was like that; 'meanwhile': it is no longer that
-- version; 'long': most is how many characters it may have; 'later': wait is the
-- seconds until the next edit is allowed; changed: the topic of posts, if it
-- was edited.
-- No row: the author has no such post, or is absent.
SELECT outcome, changed, wait, most
  FROM post_edit($1::bigint, $2::bigint, $3::text, $4::text, $5::integer,
                 $6::integer, $7::bigint, $8::text::"char", $9::text,
                 $10::text)
