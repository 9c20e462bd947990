-- SPDX-License-Identifier: ISC
-- The same people with a tenth of their posts, for a search_path that begins
-- with "tenth".
CREATE SCHEMA tenth;
CREATE TABLE tenth.post (LIKE post INCLUDING ALL);
INSERT INTO tenth.post SELECT * FROM post WHERE (id & 1048575) % 10 = 0;
VACUUM ANALYZE tenth.post;
