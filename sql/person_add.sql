-- SPDX-License-Identifier: ISC
-- writes
-- Add a member. $1 nickname, $2 e-mail address, $3 its key, $4 password hash,
-- $5 true to take a similar nickname if this one is taken: the first free one
-- of john, john2, john3, ...; instead of a reserved word, someone, someone2, ...
-- $6 whether the site sends mail: then the member is asked to confirm the
-- address, unless it was sent $7 such messages within $8 seconds ($7 of 0: no
-- limit).
-- outcome: 'added', or 'taken': nobody was added;
-- id, nickname: the new member's, or NULL if taken.
SELECT outcome, id, nickname
  FROM person_add($1::text, $2::text, $3::text, $4::text, $5::boolean,
                  $6::boolean, $7::integer, $8::integer)
