-- SPDX-License-Identifier: ISC
-- writes
-- Tell every worker of every node that public pages have changed. $1 the
-- topics, separated by spaces, at most 7,999 bytes.
-- told: always empty.
--
-- Run it in a transaction of its own, after the one that made the change.
-- NOTIFY takes a lock that exists once per server, and a transaction that also
-- writes would hold it until its commit is on the disk.
SELECT pg_notify('microblog_news', $1::text) AS told
