-- SPDX-License-Identifier: ISC
-- writes
-- Report a member to the moderators. $1 the reporter (0: a visitor), $2 a
-- nickname in any case, present or former, $3 the reason, $4 words, $5 the
-- network address; $6, $7 how many reports a member or an address may send in
-- how many seconds; $6 of 0: no limit.
-- nickname: the present one;
-- outcome: 'reported'; 'changed': the reporter's open report about the same was
-- changed; or 'self'; wait: 0, or if the limit is reached and nothing was
-- reported, the seconds until the next report is allowed.
-- No row: nobody has that nickname, they are absent or block $1, or $1 is a
-- visitor and the site is for members only.
SELECT nickname, outcome, wait
  FROM report_person($1::bigint, $2::text, $3::text, $4::text, $5::text,
                     $6::integer, $7::integer)
