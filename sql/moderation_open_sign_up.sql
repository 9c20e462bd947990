-- SPDX-License-Identifier: ISC
-- writes
-- Open sign-up again for a network or a mail domain. $1 the moderator, or 0 for
-- an operator's command, $2 the network or the domain.
-- outcome: 'done'; 'already': it is not closed; 'not allowed': this is no
-- moderator; object: what was opened; id: the entry in the log, if done.
SELECT outcome, object, id
  FROM moderation_open_sign_up(nullif($1::bigint, 0), $2::text)
