-- SPDX-License-Identifier: ISC
-- reads
-- What became of a message. $1 the message.
-- state; tries; last_error may be NULL.
-- No row: it was sent or dropped, or there never was one.
SELECT state, tries, last_error FROM mail WHERE id = $1::bigint
