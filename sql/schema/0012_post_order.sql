-- Posts stand in the order in which they were said, also when the clock of the
-- database is put back.

-- The id of a post that is said now: made from the clock, unless the newest post
-- is as late as that; then from the millisecond after it.
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

COMMENT ON COLUMN post.id IS
'Newer posts have greater ids: made by post_next_id(), and for one with a time of
its own by id_from_time() from that.';

-- As before, but one without a time is said now, and a sending of the form that
-- was posted before is not counted.
CREATE OR REPLACE FUNCTION post_add(
    author bigint, body text, submission bytea, at timestamptz,
    most integer, span integer)
RETURNS TABLE (id bigint, changed text, wait integer)
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM post p
                WHERE p.author = post_add.author
                  AND p.submission = post_add.submission) THEN
        RETURN;
    END IF;
    wait := rate_take('posts ' || author, most, span);
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
        changed := 'person/' || author || ' posts';
        RETURN NEXT;
    END IF;
END
$$;
