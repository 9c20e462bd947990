-- SPDX-License-Identifier: ISC
-- writes
-- Wake this connection, from now on, when there is a message to send.
LISTEN microblog_courier
