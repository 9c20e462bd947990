-- SPDX-License-Identifier: ISC
-- writes
-- Drop a message, unless it is just being sent. $1 the message.
-- id: the message's.
-- No row: there is none, or a courier has it.
DELETE FROM mail
 WHERE id = $1::bigint AND pg_try_advisory_xact_lock(mail_lock_key(id))
RETURNING id
