-- SPDX-License-Identifier: ISC
-- writes
-- Close a report without doing anything about the member. $1 the moderator, or
-- NULL for an operator, $2 the report's id, $3 words for the other moderators,
-- $4 whether to close all open reports about the member.
-- nickname: the member's; closed: how many were closed: 0, somebody else was
-- faster.
-- No row: there is no such report, or it is about $1.
SELECT nickname, closed
  FROM report_dismiss($1::bigint, $2::bigint, $3::text, $4::boolean)
