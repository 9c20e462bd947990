-- SPDX-License-Identifier: ISC
-- reads
-- The message with which an operator tests the sending of mail. $1 the message,
-- $2 the hash of the secret in it (not needed).
-- recipient; created_at: when the operator asked for it.
SELECT recipient, created_at
  FROM mail
 WHERE id = $1::bigint AND $2::bytea IS NOT NULL
