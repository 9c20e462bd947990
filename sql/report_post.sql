-- SPDX-License-Identifier: ISC
-- writes
-- Report a post to the moderators. $1 the reporter (0: a visitor), $2 the post's
-- id, $3 the reason, $4 words, $5 the network address; $6, $7 how many reports a
-- member or an address may send in how many seconds; $6 of 0: no limit.
-- nickname: the author's; outcome, wait: as for report_person.
-- No row: $1 cannot see such a post (post_find), or is a visitor and the site is
-- for members only.
SELECT nickname, outcome, wait
  FROM report_post($1::bigint, $2::bigint, $3::text, $4::text, $5::text,
                   $6::integer, $7::integer)
