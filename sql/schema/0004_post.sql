-- What people say.

-- An id that carries its time: the milliseconds since 1970, and behind them 20
-- bits of a sequence. Newest first is then ORDER BY id DESC, equal times cannot
-- tie, and the id is the cursor.
CREATE FUNCTION id_from_time(at timestamptz, number bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (floor(extract(epoch FROM at) * 1000)::bigint << 20)
           | (number & 1048575);
END
$$;

CREATE SEQUENCE post_number;

CREATE TABLE post (
    author     bigint NOT NULL REFERENCES person,
    id         bigint NOT NULL CHECK (id > 0),
    body       text NOT NULL CHECK (char_length(body) <= 140),
    created_at timestamptz NOT NULL,
    submission bytea,
    PRIMARY KEY (author, id),
    CONSTRAINT post_submission UNIQUE (author, submission)
) WITH (autovacuum_vacuum_insert_scale_factor = 0,
        autovacuum_vacuum_insert_threshold = 10000);
CREATE INDEX post_id ON post (id) INCLUDE (author);

COMMENT ON TABLE post IS
'A post. Vacuumed after every 10,000 new ones, so that feeds find their way in
the indexes alone. Distributed by author.';
COMMENT ON COLUMN post.author IS
'Who wrote it.';
COMMENT ON COLUMN post.id IS
'Made by id_from_time() from created_at: newer posts have greater ids.';
COMMENT ON COLUMN post.body IS
'What it says, at most 140 characters.';
COMMENT ON COLUMN post.created_at IS
'When it was posted.';
COMMENT ON COLUMN post.submission IS
'What marks one sending of the form, so that a double click makes one post;
NULL for a post that did not come from a form.';
