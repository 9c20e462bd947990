-- writes
-- A new post. $1 author, $2 body, $3 what marks this sending of the form, or
-- NULL, $4 when it was posted, or NULL for now.
-- id: the post's. No row: this very form was sent before.
WITH said AS (
    SELECT coalesce($4::timestamptz, now()) AS at
), added AS (
    INSERT INTO post (author, id, body, created_at, submission)
    SELECT $1::bigint, id_at(at, nextval('post_number')), $2::text, at,
           $3::bytea
      FROM said
        ON CONFLICT ON CONSTRAINT post_submission DO NOTHING
    RETURNING author, id
)
UPDATE person_count c
   SET posts = c.posts + 1
  FROM added a
 WHERE c.person = a.author
RETURNING a.id
