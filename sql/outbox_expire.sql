-- SPDX-License-Identifier: ISC
-- writes
-- An errand of the clerk: delete messages that have been dead for 30 days, a few
-- hundred at once.
-- more: whether there may be more of them.
WITH expired AS (
    DELETE FROM mail
     WHERE id IN (SELECT id FROM mail
                   WHERE state = 'dead' AND due < now() - interval '30 days'
                   LIMIT 500)
    RETURNING id
)
SELECT count(*) = 500 AS more FROM expired
