-- SPDX-License-Identifier: ISC
-- writes
-- Mark notifications as read. $1 the member, $2 their ids, as an array; NULL for
-- all, but not more than the newest 10,000, so that it takes no second.
-- count: how many were unread.
WITH marked AS (
    UPDATE notification n SET unread = false
     WHERE n.person = $1::bigint AND n.unread
       AND n.id = ANY (coalesce($2::bigint[], ARRAY(
           SELECT o.id FROM notification o
            WHERE o.person = $1 AND o.unread
            ORDER BY o.id DESC
            LIMIT 10000)))
    RETURNING n.id
)
SELECT count(*) AS count FROM marked
