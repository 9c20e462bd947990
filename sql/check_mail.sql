-- SPDX-License-Identifier: ISC
-- reads
-- How the outbox does.
-- late: messages that nobody tries to send; retried: messages that could not be
-- sent for an hour; dead: messages given up since yesterday; reason: why the
-- last one could not be sent, or ''.
-- No row: there is no outbox.
SELECT late, retried, dead, reason FROM mail_health()
