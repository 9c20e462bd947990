-- SPDX-License-Identifier: ISC
-- reads
-- The clock of the database.
-- clock: seconds since 1970; newest: the same for the newest post, by its id,
-- or NULL if there is none.
SELECT extract(epoch FROM clock_timestamp())::double precision AS clock,
       (max(id) >> 20) / 1000.0::double precision AS newest
  FROM post
