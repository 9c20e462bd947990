-- SPDX-License-Identifier: ISC
-- reads
-- A page about the site, to read it. $1 which, $2 the text that it starts with.
-- paragraph: what is between two empty lines. In order.
SELECT p.paragraph
  FROM site s
  LEFT JOIN site_text t ON t.name = $1::text
 CROSS JOIN regexp_split_to_table(
           coalesce(nullif(t.body, ''), replace($2::text, '@NAME@', s.name)),
           E'\n[ \t]*\n\\s*') WITH ORDINALITY AS p (paragraph, number)
 ORDER BY p.number
