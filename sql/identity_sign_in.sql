-- SPDX-License-Identifier: ISC
-- writes
-- Find the member with an identity, or add one. $1 issuer, $2 subject, $3 what
-- the provider is called, $4 wanted nickname, $5 e-mail address or NULL, $6 its
-- key, $7 whether the provider has verified it, $8 the network address, $9, $10
-- how many sign-ups it may make in how many seconds; $9 of 0: no limit; $11 and
-- $12 the invitation and the words, as $10 and $11 in sign_up.
-- outcome: 'known', 'added', 'applied'; or nobody was added: they are 'waiting'
-- already, or a reason as in sign_up, or 'later', and wait: the seconds until the
-- next sign-up is allowed, else 0; person, nickname: the member's.
SELECT outcome, person, nickname, wait
  FROM identity_sign_in($1::text, $2::text, $3::text, $4::text, $5::text,
                        $6::text, $7::boolean, $8::text, $9::integer,
                        $10::integer, $11::bytea, $12::text)
