-- SPDX-License-Identifier: ISC
-- reads
-- The files of sql/schema that were applied, in order.
-- name, checksum: the file's name and SHA-256.
SELECT name, checksum FROM migration ORDER BY number
