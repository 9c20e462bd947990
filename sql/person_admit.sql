-- SPDX-License-Identifier: ISC
-- writes
-- Add a member by command, whatever the door says. $1 nickname, $2 e-mail
-- address, $3 its key, $4 password hash.
-- outcome: 'added', or 'taken': nobody was added; id, nickname: the new
-- member's; role: 'admin' for the first member of the site.
SELECT outcome, id, nickname, role
  FROM person_admit($1::text, $2::text, $3::text, $4::text)
