-- SPDX-License-Identifier: ISC
-- writes
-- Make a member of an applicant. $1 the applicant, $2 whether the site sends
-- mail: then they are told; $3 the moderator, for the log.
-- nickname: the member's; outcome: 'approved', or 'member': somebody is a member
-- with the same identity by now.
-- No row: there is no such applicant any more.
SELECT nickname, outcome
  FROM applicant_approve($1::bigint, $2::boolean,
                         nullif($3::bigint, 0))
