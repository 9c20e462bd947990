-- SPDX-License-Identifier: ISC
-- writes
-- Save a post that could not be taken. $1 the author, $2 the draft that was in
-- the form, or 0, $3 the post that it answers, or 0, $4 the text, $5 how many
-- drafts the author may have.
-- id: the draft's; NULL if the author is absent.
SELECT draft_save($1::bigint, $2::bigint, $3::bigint, $4::text,
                  $5::integer) AS id
