-- SPDX-License-Identifier: ISC
-- writes
-- Turn messages about notifications on or off. $1 the member, $2 whether they
-- want them.
-- person: $1.
WITH removed AS (
    DELETE FROM email_unwanted
     WHERE person = $1::bigint AND kind = 'digest' AND $2::boolean
), added AS (
    INSERT INTO email_unwanted (person, kind)
    SELECT $1, 'digest' WHERE NOT $2
        ON CONFLICT DO NOTHING
)
SELECT $1 AS person
