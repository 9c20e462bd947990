-- SPDX-License-Identifier: ISC
-- reads
-- The parts of the sitemap: part n has the members with ids from n * $1 to
-- (n + 1) * $1 - 1. $1 how many ids a part has.
-- part: its number. Only those with a member, and not more than a sitemap index
-- may have.
--
-- Parts are ranges of ids, so that a part keeps its address, and nothing is
-- counted: each costs one look into an index.
SELECT part
  FROM generate_series(0, (SELECT max(id) / $1::bigint FROM person)) part
 WHERE EXISTS (SELECT FROM person
                WHERE id >= part * $1 AND id < (part + 1) * $1)
 ORDER BY part
 LIMIT 50000
