-- writes
-- Delete a post. $1 its author, $2 its id.
-- id: the same. No row: this author has no such post.
WITH deleted AS (
    DELETE FROM post WHERE author = $1::bigint AND id = $2::bigint
    RETURNING author, id
)
UPDATE person_count c
   SET posts = c.posts - 1
  FROM deleted d
 WHERE c.person = d.author
RETURNING d.id
