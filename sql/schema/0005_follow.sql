-- Who follows whom.

CREATE SEQUENCE follow_number;

CREATE TABLE follow (
    follower bigint NOT NULL REFERENCES person,
    followed bigint NOT NULL REFERENCES person,
    id       bigint NOT NULL CHECK (id > 0),
    PRIMARY KEY (follower, followed),
    CONSTRAINT follow_not_oneself CHECK (follower <> followed)
);
CREATE INDEX follow_follower ON follow (follower, id);
CREATE INDEX follow_followed ON follow (followed, id);

COMMENT ON TABLE follow IS
'One person follows another. Nobody follows themselves: own posts are in the
feed all the same. Distributed by follower.';
COMMENT ON COLUMN follow.follower IS
'Who reads.';
COMMENT ON COLUMN follow.followed IS
'Whom they read.';
COMMENT ON COLUMN follow.id IS
'Made by id_from_time() when it began: newer follows have greater ids.';

-- Count a follow (step 1) or take it back (step -1). The two rows are changed
-- in the order of their ids: people following each other at the same time would
-- wait for each other for ever.
CREATE FUNCTION follow_count(follower bigint, followed bigint, step integer)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    one bigint;
BEGIN
    FOREACH one IN ARRAY ARRAY[least(follower, followed),
                               greatest(follower, followed)]
    LOOP
        UPDATE person_count
           SET followers = followers
                   + CASE WHEN person = follow_count.followed
                          THEN step ELSE 0 END,
               following = following
                   + CASE WHEN person = follow_count.follower
                          THEN step ELSE 0 END
         WHERE person = one;
    END LOOP;
END
$$;

-- Let the person with this id follow the one called that, or formerly called
-- that. No row if there is none.
CREATE FUNCTION follow_add(follower bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    whom bigint;
BEGIN
    SELECT p.id, p.nickname INTO whom, follow_add.nickname
      FROM nickname n JOIN person p ON p.id = n.person
     WHERE n.key = lower(nick COLLATE "C");
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF whom <> follower THEN
        INSERT INTO follow (follower, followed, id)
        VALUES (follow_add.follower, whom,
                id_from_time(now(), nextval('follow_number')))
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'followed' ELSE 'already' END;
    END IF;
    IF outcome = 'followed' THEN
        PERFORM follow_count(follower, whom, 1);
    END IF;
    RETURN NEXT;
END
$$;

-- The same the other way.
CREATE FUNCTION follow_remove(follower bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    whom bigint;
BEGIN
    SELECT p.id, p.nickname INTO whom, follow_remove.nickname
      FROM nickname n JOIN person p ON p.id = n.person
     WHERE n.key = lower(nick COLLATE "C");
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
        PERFORM follow_count(follower, whom, -1);
    END IF;
    RETURN NEXT;
END
$$;
