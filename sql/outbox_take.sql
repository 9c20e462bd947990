-- SPDX-License-Identifier: ISC
-- writes
-- Lock the next message that is due. outbox_release unlocks it, or the end of
-- the connection does.
-- id, kind: the message's, or NULL; wait: then the seconds until there may be
-- one, NULL if none waits.
SELECT id, kind, wait FROM mail_take()
