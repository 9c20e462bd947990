-- SPDX-License-Identifier: ISC
-- writes
-- An errand of the clerk: delete old applications, the networks of old sign-ups,
-- and what is open again.
-- more: whether there may be more of them.
SELECT registration_sweep() AS more
