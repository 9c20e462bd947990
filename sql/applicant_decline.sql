-- SPDX-License-Identifier: ISC
-- writes
-- Forget an applicant. $1 the applicant, $2 the reason or '', $3 whether the
-- site sends mail: then they are told; $4 the moderator, for the log.
-- nickname: the one that they had chosen, and that is free again.
-- No row: there is no such applicant any more.
SELECT nickname
  FROM applicant_decline($1::bigint, $2::text, $3::boolean,
                         nullif($4::bigint, 0))
