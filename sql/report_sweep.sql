-- SPDX-License-Identifier: ISC
-- writes
-- Delete some reports that were closed half a year ago.
-- more: whether there may be more of them.
SELECT report_sweep() AS more
