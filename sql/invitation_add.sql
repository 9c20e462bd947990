-- SPDX-License-Identifier: ISC
-- writes
-- Make an invitation. $1 the hash of its secret, $2 the member who invites, or 0
-- for an operator, $3 a note, $4 how many people may use it, $5 for how many
-- days.
-- id, uses, until: the invitation's.
INSERT INTO invitation (token_hash, inviter, note, max_uses, until)
VALUES ($1::bytea, nullif($2::bigint, 0), $3::text, $4::integer,
        now() + make_interval(days => $5::integer))
RETURNING id, max_uses AS uses, date_trunc('second', until) AS until
