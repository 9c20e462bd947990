-- SPDX-License-Identifier: ISC
-- writes
-- Take the link that the verifier should look at.
-- person, address; names: the keys of the member's nicknames, separated by
-- spaces. All are NULL if no link is due; then wait: the seconds until one is, or
-- NULL.
SELECT person, address, names, wait FROM profile_link_take()
