-- SPDX-License-Identifier: ISC
-- Lists that members sort other members into, each with a feed of its own.

CREATE SEQUENCE list_number;

CREATE TABLE list (
    owner     bigint NOT NULL REFERENCES person,
    id        bigint NOT NULL CHECK (id > 0),
    name      text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 300),
    exclusive boolean NOT NULL DEFAULT false,
    PRIMARY KEY (owner, id)
);
CREATE UNIQUE INDEX list_name ON list (owner, lower(name));

COMMENT ON TABLE list IS
'A list of members, which only its owner can see. Distributed by owner.';
COMMENT ON COLUMN list.owner IS
'The member whose list it is.';
COMMENT ON COLUMN list.id IS
'Made by id_from_time() when the list was made: newer lists have greater ids.';
COMMENT ON COLUMN list.name IS
'The name: at most 40 characters as readers count them (grapheme clusters). SQL
cannot count those; the check limits the code points. An owner''s lists differ
in more than case.';
COMMENT ON COLUMN list.exclusive IS
'Whether the members on the list are kept out of the owner''s home feed.';

CREATE SEQUENCE list_member_number;

CREATE TABLE list_member (
    owner  bigint NOT NULL,
    list   bigint NOT NULL,
    person bigint NOT NULL REFERENCES person,
    id     bigint NOT NULL CHECK (id > 0),
    PRIMARY KEY (owner, list, person),
    FOREIGN KEY (owner, list) REFERENCES list ON DELETE CASCADE
);
CREATE INDEX list_member_id ON list_member (owner, list, id);
CREATE INDEX list_member_person ON list_member (person, owner);

COMMENT ON TABLE list_member IS
'A member who is on a list. The owner need not follow them. Distributed by
owner.';
COMMENT ON COLUMN list_member.owner IS
'The member whose list it is.';
COMMENT ON COLUMN list_member.list IS
'Which of the owner''s lists.';
COMMENT ON COLUMN list_member.person IS
'The member who is on the list.';
COMMENT ON COLUMN list_member.id IS
'Made by id_from_time() when the member was added: later members have greater
ids.';

-- Add a list, unless its owner has one of that name or already has max_count
-- lists. The owner is locked as a pair with themselves, so that two changes at
-- the same time cannot exceed that limit.
CREATE FUNCTION list_add(
    owner bigint, name text, max_count integer,
    OUT outcome text, OUT id bigint)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pair_lock(owner, owner);
    IF EXISTS (SELECT FROM list l
                WHERE l.owner = list_add.owner
                  AND lower(l.name) = lower(list_add.name)) THEN
        outcome := 'taken';
    ELSIF (SELECT count(*) FROM list l
            WHERE l.owner = list_add.owner) >= max_count THEN
        outcome := 'full';
    ELSE
        id := id_from_time(now(), nextval('list_number'));
        INSERT INTO list (owner, id, name)
        VALUES (list_add.owner, list_add.id, list_add.name);
        outcome := 'added';
    END IF;
END
$$;

-- Change a list. No row if the owner has no list with this id.
CREATE FUNCTION list_edit(
    owner bigint, id bigint, name text, exclusive boolean)
RETURNS TABLE (outcome text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pair_lock(owner, owner);
    outcome := 'taken';
    IF NOT EXISTS (SELECT FROM list l
                    WHERE l.owner = list_edit.owner
                      AND l.id <> list_edit.id
                      AND lower(l.name) = lower(list_edit.name)) THEN
        UPDATE list l
           SET name = list_edit.name, exclusive = list_edit.exclusive
         WHERE l.owner = list_edit.owner AND l.id = list_edit.id;
        outcome := 'saved';
    END IF;

    PERFORM FROM list l
      WHERE l.owner = list_edit.owner AND l.id = list_edit.id;
    IF FOUND THEN
        RETURN NEXT;
    END IF;
END
$$;

-- Put the member with this nickname on a list. No row if the owner has no such
-- list or sees no such member, or if the owner blocks the member.
CREATE FUNCTION list_member_add(owner bigint, list bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT m.id, m.nickname INTO target, list_member_add.nickname
      FROM person_visible_to(owner, nick) m;
    IF NOT FOUND OR EXISTS (SELECT FROM block b
                             WHERE b.blocker = list_member_add.owner
                               AND b.blocked = target) THEN
        RETURN;
    END IF;
    PERFORM FROM list l
      WHERE l.owner = list_member_add.owner AND l.id = list_member_add.list
        FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    INSERT INTO list_member (owner, list, person, id)
    VALUES (list_member_add.owner, list_member_add.list, target,
            id_from_time(now(), nextval('list_member_number')))
        ON CONFLICT DO NOTHING;
    outcome := CASE WHEN FOUND THEN 'added' ELSE 'already' END;
    RETURN NEXT;
END
$$;

-- Take the member with this nickname off a list. No row if the owner has no
-- such list or sees no such member.
CREATE FUNCTION list_member_remove(owner bigint, list bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT m.id, m.nickname INTO target, list_member_remove.nickname
      FROM person_visible_to(owner, nick) m, list l
     WHERE l.owner = list_member_remove.owner
       AND l.id = list_member_remove.list;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    DELETE FROM list_member m
     WHERE m.owner = list_member_remove.owner
       AND m.list = list_member_remove.list
       AND m.person = target;
    outcome := CASE WHEN FOUND THEN 'removed' ELSE 'not' END;
    RETURN NEXT;
END
$$;
