-- reads
-- Does the database answer?
-- ok: always true.
SELECT true AS ok
