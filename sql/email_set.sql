-- SPDX-License-Identifier: ISC
-- writes
-- Change a member's e-mail address, or ask them once more to confirm it. $1 the
-- member, $2 the address, $3 its key (both NULL: the one to be confirmed), $4
-- whether the site sends mail; $5, $6 how many such messages a member and an
-- address may get in how many seconds; $5 of 0: no limit.
-- outcome: 'sent': the address is the member's once they confirm it; 'saved': it
-- is, because the site sends no mail; 'same': there is nothing to do; 'later':
-- the limit is reached, and wait: the seconds until the next message.
SELECT outcome, wait
  FROM email_set($1::bigint, $2::text, $3::text, $4::boolean, $5::integer,
                 $6::integer)
