-- SPDX-License-Identifier: ISC
-- reads
-- The message to an applicant who was not let in. $1 the message; $2 is not used.
-- recipient; nickname: the one that they had chosen, site_name; reason: what the
-- moderator wrote, or NULL.
SELECT m.recipient, split_part(m.argument, ' ', 1) AS nickname,
       s.name AS site_name,
       nullif(substr(m.argument, strpos(m.argument, ' ') + 1), '') AS reason
  FROM mail m, site s
 WHERE m.id = $1::bigint AND $2::bytea IS NOT NULL
