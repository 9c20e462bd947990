-- SPDX-License-Identifier: ISC
-- writes
-- Note how many records an import has. $1 the member, $2 the import, $3 how
-- many.
-- id: the import's.
UPDATE import SET total = $3::bigint
 WHERE member = $1::bigint AND id = $2::bigint
RETURNING id
