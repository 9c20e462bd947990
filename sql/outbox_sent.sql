-- SPDX-License-Identifier: ISC
-- writes
-- The message needs no sending any more. $1 the message.
-- id: the message's.
-- No row: an operator has dropped it meanwhile.
DELETE FROM mail WHERE id = $1::bigint RETURNING id
