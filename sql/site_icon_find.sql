-- SPDX-License-Identifier: ISC
-- reads
-- The site's icon.
-- icon_name: the beginning of its hash; data: the PNG in base64.
-- No row: it is the built-in one.
SELECT s.icon_name, encode(s.icon, 'base64') AS data
  FROM site s
 WHERE s.icon IS NOT NULL
