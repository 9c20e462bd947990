-- Who wants nothing to do with whom.

CREATE SEQUENCE block_number;

CREATE TABLE block (
    blocker bigint NOT NULL REFERENCES person,
    blocked bigint NOT NULL REFERENCES person,
    id      bigint NOT NULL CHECK (id > 0),
    PRIMARY KEY (blocker, blocked),
    CONSTRAINT block_not_oneself CHECK (blocker <> blocked)
);
CREATE INDEX block_blocked ON block (blocked, blocker);
CREATE INDEX block_blocker ON block (blocker, id);

COMMENT ON TABLE block IS
'One person blocks another: neither follows the other, and to the blocked one
it is as if the blocker did not exist. Distributed by blocker.';
COMMENT ON COLUMN block.blocker IS
'Who blocks.';
COMMENT ON COLUMN block.blocked IS
'Whom they block. They are never told.';
COMMENT ON COLUMN block.id IS
'Made by id_from_time() when it began: newer blocks have greater ids.';

CREATE VIEW block_pair AS
SELECT blocker AS person, blocked AS other FROM block
 UNION ALL
SELECT blocked, blocker FROM block;

COMMENT ON VIEW block_pair IS
'Whom each person is not to be shown: those they block, and those who block
them.';
COMMENT ON COLUMN block_pair.person IS 'Who looks.';
COMMENT ON COLUMN block_pair.other IS 'Whom they do not see.';

-- The followers of somebody are looked at one by one, newest first, until a
-- page is full of those that may be shown: in this index alone.
DROP INDEX follow_followed;
CREATE INDEX follow_followed ON follow (followed, id) INCLUDE (follower);

-- One thing at a time between these two, until the transaction ends. Who looks
-- at what is between two people and then changes it calls this first, in a
-- statement of its own: the next one sees what was done before the lock was
-- had. Other pairs that have the same number by chance only wait a little.
CREATE FUNCTION pair_lock(one bigint, other bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(
        hashint8extended(least(one, other),
                         hashint8extended(greatest(one, other), 0)));
END
$$;

-- Whom somebody means by a nickname, present or former, locked as a pair. No
-- row if nobody is called that, and none if that person blocks them: the two
-- cannot be told apart.
CREATE FUNCTION person_visible_to(asker bigint, nick text)
RETURNS TABLE (id bigint, nickname text)
LANGUAGE plpgsql AS $$
BEGIN
    SELECT p.id, p.nickname INTO person_visible_to.id, person_visible_to.nickname
      FROM nickname n JOIN person p ON p.id = n.person
     WHERE n.key = lower(nick COLLATE "C");
    IF NOT FOUND THEN
        RETURN;
    END IF;

    PERFORM pair_lock(asker, person_visible_to.id);
    PERFORM FROM block b
      WHERE b.blocker = person_visible_to.id AND b.blocked = asker;
    IF NOT FOUND THEN
        RETURN NEXT;
    END IF;
END
$$;

-- Let the person with this id follow the one called that. No row if there is
-- none.
CREATE OR REPLACE FUNCTION follow_add(follower bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
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
        PERFORM follow_count(follower, whom, 1);
    END IF;
    RETURN NEXT;
END
$$;

-- The same the other way.
CREATE OR REPLACE FUNCTION follow_remove(follower bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
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
        PERFORM follow_count(follower, whom, -1);
    END IF;
    RETURN NEXT;
END
$$;

-- Neither follows the other any more, and neither is on a list of the other's.
CREATE FUNCTION unlink_pair(one bigint, other bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    ended record;
BEGIN
    FOR ended IN
        DELETE FROM follow f
         WHERE (f.follower = one AND f.followed = other)
            OR (f.follower = other AND f.followed = one)
        RETURNING f.follower, f.followed
    LOOP
        PERFORM follow_count(ended.follower, ended.followed, -1);
    END LOOP;

    DELETE FROM list_member m
     WHERE (m.owner = one AND m.person = other)
        OR (m.owner = other AND m.person = one);
END
$$;

-- Let the person with this id block the one called that. No row if there is
-- none.
CREATE FUNCTION block_add(blocker bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
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
        PERFORM unlink_pair(blocker, whom);
    END IF;
    RETURN NEXT;
END
$$;

-- The same the other way. It brings nothing back.
CREATE FUNCTION block_remove(blocker bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    whom bigint;
BEGIN
    SELECT m.id, m.nickname INTO whom, block_remove.nickname
      FROM person_visible_to(blocker, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF whom <> blocker THEN
        DELETE FROM block b
         WHERE b.blocker = block_remove.blocker AND b.blocked = whom;
        outcome := CASE WHEN FOUND THEN 'unblocked' ELSE 'not' END;
    END IF;
    RETURN NEXT;
END
$$;
