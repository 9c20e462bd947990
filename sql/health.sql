-- reads
-- Check that the database works.
-- ok: always true.
SELECT true AS ok
