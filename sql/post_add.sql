-- writes
-- A new post. $1 author, $2 body, $3 what marks this sending of the form, or
-- NULL, $4 when it was posted, or NULL for now.
-- id: the post's; changed: the author's topic and posts. No row: this very form
-- was sent before.
SELECT id, changed
  FROM post_add($1::bigint, $2::text, $3::bytea,
                coalesce($4::timestamptz, now()))
