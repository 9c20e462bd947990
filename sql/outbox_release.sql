-- SPDX-License-Identifier: ISC
-- writes
-- Unlock a message that outbox_take locked. $1 the message.
-- released: whether this connection had locked it.
--
-- A statement of its own: if it were part of the one that deletes the message,
-- another courier could take it before that is committed.
SELECT pg_advisory_unlock(mail_lock_key($1::bigint)) AS released
