-- SPDX-License-Identifier: ISC
-- writes
-- Turn messages about new followers on or off. $1 the member, $2 whether they
-- want them.
-- person: $1.
WITH removed AS (
    DELETE FROM email_unwanted
     WHERE person = $1::bigint AND kind = 'follower' AND $2::boolean
), added AS (
    INSERT INTO email_unwanted (person, kind)
    SELECT $1, 'follower' WHERE NOT $2
        ON CONFLICT DO NOTHING
)
SELECT $1 AS person
