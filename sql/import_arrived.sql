-- SPDX-License-Identifier: ISC
-- writes
-- Let the clerk work on an upload, which is complete. $1 the member, $2 the
-- import.
-- id: the import's.
-- No row: the upload is over, because the member began another.
WITH arrived AS (
    UPDATE import SET state = 'waiting'
     WHERE member = $1::bigint AND id = $2::bigint AND state = 'arriving'
    RETURNING id
)
SELECT id, pg_notify('microblog_clerk', '') FROM arrived
