-- SPDX-License-Identifier: ISC
-- reads
-- A page about the site, to edit it. $1 which, $2 the text that it starts with.
-- body: the text, with the site's name where that has @NAME@; own: an admin has
-- written it.
-- There is always one row.
SELECT coalesce(nullif(t.body, ''), replace($2::text, '@NAME@', s.name)) AS body,
       coalesce(t.body, '') <> '' AS own
  FROM site s
  LEFT JOIN site_text t ON t.name = $1::text
