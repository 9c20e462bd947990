-- SPDX-License-Identifier: ISC
-- writes
-- Sign up. $1 nickname, $2 e-mail address, $3 its key, $4 password hash, $5 to $8
-- as in person_add, $9 the network address, $10 the hash of the invitation's
-- secret or NULL, $11 the words to the moderators or NULL.
-- outcome: 'added'; 'applied': a moderator must decide; or nobody was added:
-- 'taken' is the nickname, 'words' are missing, an invitation is missing
-- ('invite') or does not work ('invitation'), sign-up is 'closed', or closed for
-- the 'network' or for the 'domain' of the address;
-- id, nickname: the new member's.
SELECT outcome, id, nickname
  FROM sign_up($1::text, $2::text, $3::text, $4::text, $5::boolean,
               $6::boolean, $7::integer, $8::integer, $9::text, $10::bytea,
               $11::text)
