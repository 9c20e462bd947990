-- SPDX-License-Identifier: ISC
-- reads
-- Check that the database works.
-- ok: always true.
SELECT true AS ok
