-- SPDX-License-Identifier: ISC
-- writes
-- An errand of the clerk: delete some notifications that are older than the
-- site keeps them.
-- more: whether there may be more of them.
SELECT notification_sweep() AS more
