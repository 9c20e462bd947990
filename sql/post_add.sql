-- writes
-- A new post. $1 author, $2 body, $3 what marks this sending of the form, or
-- NULL, $4 when it was posted, or NULL for now; $5, $6 how many posts in how
-- many seconds the author may write; 0 of them: as many as they like.
-- id: the post's; changed: the author's topic and posts; both NULL if there
-- were too many, and wait: the seconds until the next one is allowed, else 0.
-- No row: this very form was sent before.
SELECT id, changed, wait
  FROM post_add($1::bigint, $2::text, $3::bytea,
                $4::timestamptz, $5::integer, $6::integer)
