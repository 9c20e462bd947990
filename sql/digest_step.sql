-- SPDX-License-Identifier: ISC
-- writes
-- Queue messages with notifications to members who want them.
-- more: whether there may be more to do.
SELECT digest_step() AS more
