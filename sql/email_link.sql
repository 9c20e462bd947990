-- SPDX-License-Identifier: ISC
-- writes
-- Let a member set a new password at a secret address that an operator passes
-- on, for 24 hours. $1 the member's present nickname in any case, $2 the hash of
-- the secret.
-- nickname: the member's.
-- No row: nobody has that nickname.
WITH member AS MATERIALIZED (
    SELECT id, nickname FROM person_by_login(lower($1::text COLLATE "C"))
)
SELECT nickname
  FROM member
 WHERE email_secret_add($2::bytea, 'reset', id, NULL, NULL,
                        now() + interval '24 hours')
