-- SPDX-License-Identifier: ISC
-- Blocks, and what every change between two members has to do because of them.

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
'One member blocks another. Neither follows the other, and to the blocked member
the blocker seems not to exist. Distributed by blocker.';
COMMENT ON COLUMN block.blocker IS
'The member who blocks.';
COMMENT ON COLUMN block.blocked IS
'The member who is blocked, and is never told.';
COMMENT ON COLUMN block.id IS
'Made by id_from_time() when the block began: newer blocks have greater ids.';

CREATE VIEW block_pair AS
SELECT blocker AS person, blocked AS other FROM block
 UNION ALL
SELECT blocked, blocker FROM block;

COMMENT ON VIEW block_pair IS
'Every block in both directions: the members whom a member must not be shown.';
COMMENT ON COLUMN block_pair.person IS
'The member who looks.';
COMMENT ON COLUMN block_pair.other IS
'A member whom they block, or who blocks them.';

-- Return the members whom this viewer (0: a visitor) must not be shown, each once.
-- (A function in SQL would be planned again in each statement.)
CREATE FUNCTION hidden_from(viewer bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(SELECT b.other FROM block_pair b WHERE b.person = viewer
                  UNION
                 SELECT a.person FROM absent a);
END
$$;

-- Lock this pair of members, in either order, until the transaction ends. Code
-- that reads what is between two members and then changes it must call this
-- first, in a statement of its own: only the statements after it see what the
-- previous holder of the lock changed. Pairs whose hashes collide merely wait
-- for each other.
CREATE FUNCTION pair_lock(person_a bigint, person_b bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(
        hashint8extended(least(person_a, person_b),
                         hashint8extended(greatest(person_a, person_b), 0)));
END
$$;

-- Return the member with this nickname, present or former, whose profile the viewer
-- (0: a visitor) may see. Return 0, which is nobody's id, if nobody has the
-- nickname, or if that member is absent or blocks the viewer: the viewer must not
-- learn which, so all these cases take the same time and go on in the same way.
CREATE FUNCTION person_shown_to(viewer bigint, nick text) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    target bigint := coalesce((SELECT n.person FROM nickname n
                                WHERE n.key = lower(nick COLLATE "C")), 0);
BEGIN
    IF EXISTS (SELECT FROM absent a WHERE a.person = target)
       OR EXISTS (SELECT FROM block b
                   WHERE b.blocker = target AND b.blocked = viewer) THEN
        RETURN 0;
    END IF;
    RETURN target;
END
$$;

-- Find the member with this nickname, present or former, and lock the pair of
-- viewer and member. No row if nobody has the nickname, or if that member is
-- absent or blocks the viewer. The viewer cannot tell these cases apart: not by
-- the time either, because all take the same statements. Nobody has the id 0.
-- No row either if the viewer is absent.
CREATE FUNCTION person_visible_to(viewer bigint, nick text)
RETURNS TABLE (id bigint, nickname text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint := coalesce((SELECT n.person FROM nickname n
                                WHERE n.key = lower(nick COLLATE "C")), 0);
BEGIN
    PERFORM pair_lock(viewer, target);
    IF EXISTS (SELECT FROM absent a WHERE a.person IN (viewer, target))
       OR EXISTS (SELECT FROM block b
                   WHERE b.blocker = target AND b.blocked = viewer) THEN
        target := 0;
    END IF;

    RETURN QUERY SELECT p.id, p.nickname FROM person p WHERE p.id = target;
END
$$;

-- End the follows between two members, take each off the other's lists, and
-- delete what they were told about each other.
-- Return the topics that this changed, or NULL if neither followed the other.
CREATE FUNCTION unlink_pair(person_a bigint, person_b bigint) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    ended record;
    changed text;
BEGIN
    FOR ended IN
        DELETE FROM follow f
         WHERE (f.follower = person_a AND f.followed = person_b)
            OR (f.follower = person_b AND f.followed = person_a)
        RETURNING f.follower, f.followed
    LOOP
        changed := follow_count(ended.follower, ended.followed, -1);
    END LOOP;

    DELETE FROM list_member m
     WHERE (m.owner = person_a AND m.person = person_b)
        OR (m.owner = person_b AND m.person = person_a);
    PERFORM notification_unlink(person_a, person_b);
    RETURN changed;
END
$$;

-- Block the member with this nickname. No row if the blocker sees no such
-- member.
CREATE FUNCTION block_add(blocker bigint, nick text)
RETURNS TABLE (nickname text, outcome text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT m.id, m.nickname INTO target, block_add.nickname
      FROM person_visible_to(blocker, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF target <> blocker THEN
        INSERT INTO block (blocker, blocked, id)
        VALUES (block_add.blocker, target,
                id_from_time(now(), nextval('block_number')))
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'blocked' ELSE 'already' END;
        changed := unlink_pair(blocker, target);
    END IF;
    RETURN NEXT;
END
$$;

-- Unblock the member with this nickname. This does not bring back what the
-- block ended. No row if the blocker sees no such member.
CREATE FUNCTION block_remove(blocker bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT m.id, m.nickname INTO target, block_remove.nickname
      FROM person_visible_to(blocker, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF target <> blocker THEN
        DELETE FROM block b
         WHERE b.blocker = block_remove.blocker AND b.blocked = target;
        outcome := CASE WHEN FOUND THEN 'unblocked' ELSE 'not' END;
    END IF;
    RETURN NEXT;
END
$$;
