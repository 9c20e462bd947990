-- SPDX-License-Identifier: ISC
-- reads
-- What it would affect to close sign-up for a network or a mail domain. $1 the
-- network (an address or a range) or the domain.
-- object: the same as it is stored; NULL: it is neither; is_network; accounts:
-- how many members signed up from the network, as far as that is known: 1001
-- stands for more than 1000; NULL for a domain.
-- There is always one row.
SELECT object, is_network, accounts FROM moderation_sign_ups($1::text)
