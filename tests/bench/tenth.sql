-- The same people, with a tenth of their posts: who looks into the schema
-- "tenth" first sees these.
CREATE SCHEMA tenth;
CREATE TABLE tenth.post (LIKE post INCLUDING ALL);
INSERT INTO tenth.post SELECT * FROM post WHERE (id & 1048575) % 10 = 0;
VACUUM ANALYZE tenth.post;
