-- Counts that many change at once, and what a change changed.

-- Somebody who is followed by many at once has their counts in several rows, so
-- that nobody waits until another's follow is on the disk.
CREATE SEQUENCE count_slot;

ALTER TABLE person_count
    DROP CONSTRAINT person_count_pkey,
    DROP CONSTRAINT person_count_followers_check,
    DROP CONSTRAINT person_count_following_check,
    DROP CONSTRAINT person_count_posts_check,
    ADD COLUMN slot bigint NOT NULL DEFAULT 0,
    ADD PRIMARY KEY (person, slot);

COMMENT ON TABLE person_count IS
'How much there is of each member: the sums over their rows; changed in the
transaction that changes what is counted, by count_add(). Distributed by
person.';
COMMENT ON COLUMN person_count.person IS
'Who. Every member has at least one row.';
COMMENT ON COLUMN person_count.slot IS
'Which of their rows: 0, or a number of count_slot''s. They have as many as were
ever changed at once.';
COMMENT ON COLUMN person_count.followers IS
'How many follow them: this row''s share of the sum, which may be negative.';
COMMENT ON COLUMN person_count.following IS
'How many they follow: likewise.';
COMMENT ON COLUMN person_count.posts IS
'How many posts they have: likewise.';

-- Add to somebody's counts, in the first of their rows that nobody is changing
-- at present, or if there is none, in one more. Nobody waits for a row here, so
-- the order in which one changes the counts of several people is free. (That is
-- why a new row has a number that nobody had: to add to a row that is there it
-- might have to wait after all.)
CREATE FUNCTION count_add(
    who bigint, followers integer, following integer, posts integer)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person_count c
       SET followers = c.followers + count_add.followers,
           following = c.following + count_add.following,
           posts = c.posts + count_add.posts
     WHERE c.person = who
       AND c.slot = (SELECT f.slot FROM person_count f
                      WHERE f.person = who
                      ORDER BY f.slot
                      LIMIT 1
                        FOR NO KEY UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO person_count (person, slot, followers, following, posts)
        VALUES (who, nextval('count_slot'), count_add.followers,
                count_add.following, count_add.posts);
    END IF;
END
$$;

-- What changes the pages that visitors see says which, from here on: it answers
-- topics, with one space between them, or NULL if it changed none. person/ID:
-- the public pages of that person; posts: the feed of everybody.
DROP FUNCTION follow_count(bigint, bigint, integer);
DROP FUNCTION follow_add(bigint, text);
DROP FUNCTION follow_remove(bigint, text);
DROP FUNCTION unlink_pair(bigint, bigint);
DROP FUNCTION block_add(bigint, text);

-- Count a follow (step 1) or take it back (step -1). Answer: what it changed.
CREATE FUNCTION follow_count(follower bigint, followed bigint, step integer)
RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_add(follower, 0, step, 0);
    PERFORM count_add(followed, step, 0, 0);
    RETURN 'person/' || follower || ' person/' || followed;
END
$$;

-- Let the person with this id follow the one called that. No row if there is
-- none.
CREATE FUNCTION follow_add(follower bigint, nick text)
RETURNS TABLE (nickname text, outcome text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    whom bigint;
BEGIN
    SELECT m.id, m.nickname INTO whom, follow_add.nickname
      FROM person_visible_to(follower, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    IF whom = follower THEN
        outcome := 'self';
    ELSIF EXISTS (SELECT FROM block b
                   WHERE b.blocker = follow_add.follower
                     AND b.blocked = whom) THEN
        outcome := 'blocked';
    ELSE
        INSERT INTO follow (follower, followed, id)
        VALUES (follow_add.follower, whom,
                id_from_time(now(), nextval('follow_number')))
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'followed' ELSE 'already' END;
    END IF;
    IF outcome = 'followed' THEN
        changed := follow_count(follower, whom, 1);
    END IF;
    RETURN NEXT;
END
$$;

-- The same the other way.
CREATE FUNCTION follow_remove(follower bigint, nick text)
RETURNS TABLE (nickname text, outcome text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    whom bigint;
BEGIN
    SELECT m.id, m.nickname INTO whom, follow_remove.nickname
      FROM person_visible_to(follower, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF whom <> follower THEN
        DELETE FROM follow f
         WHERE f.follower = follow_remove.follower
           AND f.followed = whom;
        outcome := CASE WHEN FOUND THEN 'unfollowed' ELSE 'not' END;
    END IF;
    IF outcome = 'unfollowed' THEN
        changed := follow_count(follower, whom, -1);
    END IF;
    RETURN NEXT;
END
$$;

-- Neither follows the other any more, and neither is on a list of the other's.
-- Answer: what that changed, NULL if neither followed the other.
CREATE FUNCTION unlink_pair(one bigint, other bigint) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    ended record;
    changed text;
BEGIN
    FOR ended IN
        DELETE FROM follow f
         WHERE (f.follower = one AND f.followed = other)
            OR (f.follower = other AND f.followed = one)
        RETURNING f.follower, f.followed
    LOOP
        changed := follow_count(ended.follower, ended.followed, -1);
    END LOOP;

    DELETE FROM list_member m
     WHERE (m.owner = one AND m.person = other)
        OR (m.owner = other AND m.person = one);
    RETURN changed;
END
$$;

-- Let the person with this id block the one called that. No row if there is
-- none.
CREATE FUNCTION block_add(blocker bigint, nick text)
RETURNS TABLE (nickname text, outcome text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    whom bigint;
BEGIN
    SELECT m.id, m.nickname INTO whom, block_add.nickname
      FROM person_visible_to(blocker, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF whom <> blocker THEN
        INSERT INTO block (blocker, blocked, id)
        VALUES (block_add.blocker, whom,
                id_from_time(now(), nextval('block_number')))
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'blocked' ELSE 'already' END;
        changed := unlink_pair(blocker, whom);
    END IF;
    RETURN NEXT;
END
$$;

-- A new post. No row if this sending of the form was posted before.
CREATE FUNCTION post_add(
    author bigint, body text, submission bytea, at timestamptz)
RETURNS TABLE (id bigint, changed text)
LANGUAGE plpgsql AS $$
BEGIN
    id := id_from_time(at, nextval('post_number'));
    INSERT INTO post (author, id, body, created_at, submission)
    VALUES (post_add.author, post_add.id, post_add.body, at,
            post_add.submission)
        ON CONFLICT ON CONSTRAINT post_submission DO NOTHING;
    IF FOUND THEN
        PERFORM count_add(author, 0, 0, 1);
        changed := 'person/' || author || ' posts';
        RETURN NEXT;
    END IF;
END
$$;

-- The same the other way. No row if this author has no such post.
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
