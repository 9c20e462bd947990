-- SPDX-License-Identifier: ISC
-- reads
-- What a member may change about themselves. $1 the member.
-- nickname, about_me, addresses (of the links), email (NULL: none),
-- email_confirmed; has_password.
-- No row: there is no such member.
SELECT nickname, about_me, profile_link_text(id) AS addresses, email,
       email_confirmed_at IS NOT NULL AS email_confirmed,
       password IS NOT NULL AS has_password
  FROM person
 WHERE id = $1::bigint
