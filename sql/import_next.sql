-- SPDX-License-Identifier: ISC
-- writes
-- The oldest import that no other clerk works on; it is this connection's until
-- import_finish.
-- member, id, kind, host, total, done: see the table.
-- No row: there is none.
SELECT member, id, kind, host, total, done FROM import_next()
