-- SPDX-License-Identifier: ISC
-- Posts.

CREATE SEQUENCE post_number;

CREATE TABLE post (
    author     bigint NOT NULL REFERENCES person,
    id         bigint NOT NULL CHECK (id > 0),
    body       text NOT NULL CHECK (char_length(body) <= 10000),
    created_at timestamptz NOT NULL,
    submission bytea,
    PRIMARY KEY (author, id),
    CONSTRAINT post_submission UNIQUE (author, submission)
) WITH (autovacuum_vacuum_insert_scale_factor = 0,
        autovacuum_vacuum_insert_threshold = 10000);
CREATE INDEX post_id ON post (id) INCLUDE (author);

COMMENT ON TABLE post IS
'A post. Vacuumed after every 10,000 new ones, so that feeds can use index-only
scans. Distributed by author.';
COMMENT ON COLUMN post.author IS
'The member who wrote it.';
COMMENT ON COLUMN post.id IS
'Newer posts have greater ids. Made by post_next_id(), or by id_from_time() for
a post with a given time.';
COMMENT ON COLUMN post.body IS
'The text: when it was posted, at most site.post_length characters as readers
count them (grapheme clusters). SQL cannot count those; the check limits the code
points.';
COMMENT ON COLUMN post.created_at IS
'When it was posted.';
COMMENT ON COLUMN post.submission IS
'Identifies one submission of the form, so that a double click makes one post;
NULL for a post that did not come from a form.';

-- Return the id of a post that is written now. It comes from the clock, unless
-- the newest post is not older than that because the clock was set back: then
-- from the millisecond after the newest post.
CREATE FUNCTION post_next_id() RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    number bigint := nextval('post_number');
    newest bigint := max(id) FROM post;
BEGIN
    RETURN greatest(id_from_time(now(), number),
                    ((newest >> 20) + 1) << 20 | (number & 1048575));
END
$$;

-- Return how many code points a post may have if it may have so many characters:
-- post_code_points() in src/model/post.c.
CREATE FUNCTION post_code_points(characters integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN greatest(1000, 2 * characters);
END
$$;

-- Add a post, written at the given time, or now if that is NULL. No row if this
-- submission of the form was posted before. If the author has reached the
-- limit, only "wait" is set: the seconds until the next post is allowed. If the
-- text is longer than the site allows, which counts as "characters" what SQL
-- cannot count, only "most" is set: how many it may have. If the author is
-- absent, nothing is set.
CREATE FUNCTION post_add(
    author bigint, body text, submission bytea, at timestamptz,
    max_count integer, window_seconds integer, characters bigint)
RETURNS TABLE (id bigint, changed text, wait integer, most integer)
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM absent a WHERE a.person = author) THEN
        RETURN NEXT;
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM post p
                WHERE p.author = post_add.author
                  AND p.submission = post_add.submission) THEN
        RETURN;
    END IF;
    most := (SELECT s.post_length FROM site s);
    IF characters > most
       OR char_length(body) > post_code_points(most) THEN
        RETURN NEXT;
        RETURN;
    END IF;
    most := NULL;
    wait := rate_take('posts ' || author, max_count, window_seconds);
    IF wait > 0 THEN
        RETURN NEXT;
        RETURN;
    END IF;

    id := CASE WHEN at IS NULL THEN post_next_id()
               ELSE id_from_time(at, nextval('post_number')) END;
    INSERT INTO post (author, id, body, created_at, submission)
    VALUES (post_add.author, post_add.id, post_add.body, coalesce(at, now()),
            post_add.submission)
        ON CONFLICT ON CONSTRAINT post_submission DO NOTHING;
    IF FOUND THEN
        PERFORM count_add(author, 0, 0, 1);
        PERFORM search_add(author, id, body);
        changed := 'person/' || author || ' posts';
        RETURN NEXT;
    END IF;
END
$$;

-- Delete a post. No row if this author has no such post.
CREATE FUNCTION post_delete(author bigint, post bigint)
RETURNS TABLE (id bigint, changed text)
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM post p
     WHERE p.author = post_delete.author AND p.id = post_delete.post
    RETURNING p.id INTO id;
    IF FOUND THEN
        PERFORM count_add(author, 0, 0, -1);
        changed := 'person/' || author || ' posts';
        RETURN NEXT;
    END IF;
END
$$;
