-- SPDX-License-Identifier: ISC
-- reads
-- The links on a profile. $1 a nickname in any case, present or former, $2 the
-- viewer (0: a visitor).
-- address; name: the same as readers see it; verified_at: since when it links
-- back, or NULL.
-- No row: there are none, or the viewer is not shown the member
-- (person_shown_to()).
WITH visible AS MATERIALIZED (
    SELECT person_shown_to($2::bigint, $1::text) AS id
)
SELECT l.address, regexp_replace(l.address, '^https?://|/$', '', 'g') AS name,
       l.verified_at
  FROM visible v
  JOIN profile_link l ON l.person = v.id
 ORDER BY l.place, l.address
