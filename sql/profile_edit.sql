-- SPDX-License-Identifier: ISC
-- writes
-- Change a profile and its links. $1 the member, $2 nickname, $3 about me, $4 the
-- addresses of the links, one on each line.
-- outcome, changed: as in person_edit; the links change only if it is 'saved'.
SELECT outcome, changed
  FROM profile_edit($1::bigint, $2::text, $3::text, $4::text, 10)
