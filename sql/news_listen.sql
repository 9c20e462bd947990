-- SPDX-License-Identifier: ISC
-- writes
-- Deliver to this connection, from now on, what news_tell sends.
LISTEN microblog_news
