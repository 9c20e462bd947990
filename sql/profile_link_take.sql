-- SPDX-License-Identifier: ISC
-- writes
-- Take the link that the verifier should look at.
-- person, address; names: the keys of the member's nicknames, separated by
-- spaces. If no link is due, these are NULL, and wait is the number of seconds
-- until one is, or NULL if there are none.
SELECT person, address, names, wait FROM profile_link_take()
