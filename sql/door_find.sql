-- SPDX-License-Identifier: ISC
-- reads
-- Who may come in.
-- door, members_only: as in the table.
-- There is always one row.
SELECT s.door, s.members_only
  FROM site s
