-- SPDX-License-Identifier: ISC
-- reads
-- The outbox, for the operator: the 1,000 oldest messages.
-- id, kind, state, tries, due, created_at; recipient and last_error may be NULL.
SELECT id, kind, state, tries, due, created_at, recipient, last_error
  FROM mail
 ORDER BY id
 LIMIT 1000
