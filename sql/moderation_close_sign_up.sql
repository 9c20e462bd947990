-- SPDX-License-Identifier: ISC
-- writes
-- Close sign-up for a network or a mail domain. $1 the moderator, or 0 for an
-- operator's command, $2 the network (an address or a range) or the domain, $3
-- for how many days, $4 why, for other moderators.
-- outcome: 'done'; 'not allowed': this is no moderator; 'invalid': it is neither;
-- object: what was closed, as it is stored; id: the entry in the log, if done.
SELECT outcome, object, id
  FROM moderation_close_sign_up(nullif($1::bigint, 0), $2::text, $3::integer,
                                $4::text)
