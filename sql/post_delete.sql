-- writes
-- Delete a post. $1 its author, $2 its id.
-- id: the same; changed: the author's topic and posts. No row: this author has
-- no such post.
SELECT id, changed FROM post_delete($1::bigint, $2::bigint)
