-- SPDX-License-Identifier: ISC
-- writes
-- Delete an old import.
-- more: whether there may be another.
SELECT import_sweep() AS more
