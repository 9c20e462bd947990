-- SPDX-License-Identifier: ISC
-- writes
-- Wake this connection, from now on, when there are links to look at.
LISTEN microblog_verifier
