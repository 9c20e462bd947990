-- SPDX-License-Identifier: ISC
-- writes
-- Wake this connection, from now on, when there is new work for the clerk.
LISTEN microblog_clerk
