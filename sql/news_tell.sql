-- writes
-- Tell every worker of every node that public pages changed. $1 their topics,
-- separated by spaces; at most 7,999 bytes.
--
-- In a transaction of its own, after the one that changed them: NOTIFY takes a
-- lock that the whole server has once, and a commit that writes would hold it
-- until the disk has written.
SELECT pg_notify('microblog_news', $1::text) AS told
