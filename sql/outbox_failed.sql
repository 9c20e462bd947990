-- SPDX-License-Identifier: ISC
-- writes
-- The message could not be sent: try again later, after a minute first, then
-- after twice as long each time, up to every four hours; or give it up, if it
-- was rejected for good or is five days old. $1 the message, $2 why, $3 whether
-- it was rejected for good.
-- state: 'waiting' or 'dead'; tries.
-- No row: an operator has dropped it meanwhile.
UPDATE mail
   SET tries = tries + 1,
       last_error = $2::text,
       state = CASE WHEN $3::boolean OR created_at < now() - interval '5 days'
                    THEN 'dead' ELSE 'waiting' END,
       due = CASE WHEN $3 OR created_at < now() - interval '5 days'
                  THEN now()
                  ELSE now() + least(interval '1 minute' * 2 ^ least(tries, 8),
                                     interval '4 hours') END
 WHERE id = $1::bigint
RETURNING state, tries
