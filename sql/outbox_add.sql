-- SPDX-License-Identifier: ISC
-- writes
-- Put a message into the outbox. $1 its kind, $2 the recipient or NULL.
-- (Functions of the schema call mail_add() themselves.)
-- id: the message's.
SELECT mail_add($1::text, NULL, $2::text, NULL) AS id
