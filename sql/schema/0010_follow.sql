-- SPDX-License-Identifier: ISC
-- Follows.

CREATE SEQUENCE follow_number;

CREATE TABLE follow (
    follower bigint NOT NULL REFERENCES person,
    followed bigint NOT NULL REFERENCES person,
    id       bigint NOT NULL CHECK (id > 0),
    PRIMARY KEY (follower, followed),
    CONSTRAINT follow_not_oneself CHECK (follower <> followed)
);
CREATE INDEX follow_follower ON follow (follower, id);

-- A page of followers is found in this index alone: newest first, one by one,
-- until there are enough that the viewer may see.
CREATE INDEX follow_followed ON follow (followed, id) INCLUDE (follower);

COMMENT ON TABLE follow IS
'One member follows another. Members do not follow themselves: the home feed
contains their own posts anyway. Distributed by follower.';
COMMENT ON COLUMN follow.follower IS
'The member who follows.';
COMMENT ON COLUMN follow.followed IS
'The member who is followed.';
COMMENT ON COLUMN follow.id IS
'Made by id_from_time() when the follow began: newer follows have greater ids.';

-- Add delta to the counts that a follow changes: 1 when it begins, -1 when it
-- ends. Return the topics that this changed.
CREATE FUNCTION follow_count(follower bigint, followed bigint, delta integer)
RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_add(follower, 0, delta, 0);
    PERFORM count_add(followed, delta, 0, 0);
    RETURN 'person/' || follower || ' person/' || followed;
END
$$;

-- Follow the member with this nickname, and if the site sends mail, tell them.
-- No row if the follower sees no such member. Only a new follow counts towards
-- the limit; if that is reached, the outcome is 'later' and "wait" the seconds
-- until the next follow is allowed.
CREATE FUNCTION follow_add(
    follower bigint, nick text, max_count integer, window_seconds integer,
    sends boolean)
RETURNS TABLE (nickname text, outcome text, changed text, wait integer)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT m.id, m.nickname INTO target, follow_add.nickname
      FROM person_visible_to(follower, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    IF target = follower THEN
        outcome := 'self';
    ELSIF EXISTS (SELECT FROM block b
                   WHERE b.blocker = follow_add.follower
                     AND b.blocked = target) THEN
        outcome := 'blocked';
    ELSIF EXISTS (SELECT FROM follow f
                   WHERE f.follower = follow_add.follower
                     AND f.followed = target) THEN
        outcome := 'already';
    ELSE
        wait := rate_take('follows ' || follower, max_count, window_seconds);
        outcome := 'later';
    END IF;
    IF wait = 0 THEN
        INSERT INTO follow (follower, followed, id)
        VALUES (follow_add.follower, target,
                id_from_time(now(), nextval('follow_number')))
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'followed' ELSE 'already' END;
    END IF;
    IF outcome = 'followed' THEN
        changed := follow_count(follower, target, 1);
        PERFORM notification_add(target, 'follow', follower, NULL, NULL);
        IF sends THEN
            PERFORM email_new_follower(follower, target);
        END IF;
    END IF;
    RETURN NEXT;
END
$$;

-- Unfollow the member with this nickname. No row if the follower sees no such
-- member.
CREATE FUNCTION follow_remove(follower bigint, nick text)
RETURNS TABLE (nickname text, outcome text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT m.id, m.nickname INTO target, follow_remove.nickname
      FROM person_visible_to(follower, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF target <> follower THEN
        DELETE FROM follow f
         WHERE f.follower = follow_remove.follower
           AND f.followed = target;
        outcome := CASE WHEN FOUND THEN 'unfollowed' ELSE 'not' END;
    END IF;
    IF outcome = 'unfollowed' THEN
        changed := follow_count(follower, target, -1);
        PERFORM notification_remove(target, 'follow', follower, NULL, NULL);
    END IF;
    RETURN NEXT;
END
$$;
