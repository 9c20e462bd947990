-- SPDX-License-Identifier: ISC
-- Mutes: members who are kept out of somebody's home feed and notifications.

CREATE SEQUENCE mute_number;

CREATE TABLE mute (
    muter bigint NOT NULL REFERENCES person,
    muted bigint NOT NULL REFERENCES person,
    id    bigint NOT NULL CHECK (id > 0),
    PRIMARY KEY (muter, muted),
    CONSTRAINT mute_not_oneself CHECK (muter <> muted)
);
CREATE INDEX mute_muter ON mute (muter, id);
CREATE INDEX mute_muted ON mute (muted);

COMMENT ON TABLE mute IS
'One member keeps another out of their home feed and their notifications. Nothing
else changes, and the muted member cannot tell. Distributed by muter.';
COMMENT ON COLUMN mute.muter IS
'The member who mutes.';
COMMENT ON COLUMN mute.muted IS
'The member who is muted.';
COMMENT ON COLUMN mute.id IS
'Made by id_from_time() when the mute began: newer mutes have greater ids.';

-- Mute the member with this nickname. No row if the muter sees no such member.
-- The muter's notifications about them, which are left out from now on, count as
-- read, so that the count of the unread ones need not walk over them.
CREATE FUNCTION mute_add(muter bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT m.id, m.nickname INTO target, mute_add.nickname
      FROM person_visible_to(muter, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF target <> muter THEN
        INSERT INTO mute (muter, muted, id)
        VALUES (mute_add.muter, target,
                id_from_time(now(), nextval('mute_number')))
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'muted' ELSE 'already' END;
        UPDATE notification n SET unread = false
         WHERE n.person = mute_add.muter AND n.actor = target AND n.unread;
    END IF;
    RETURN NEXT;
END
$$;

-- Unmute the member with this nickname. No row if the muter sees no such
-- member.
CREATE FUNCTION mute_remove(muter bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT m.id, m.nickname INTO target, mute_remove.nickname
      FROM person_visible_to(muter, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF target <> muter THEN
        DELETE FROM mute m
         WHERE m.muter = mute_remove.muter AND m.muted = target;
        outcome := CASE WHEN FOUND THEN 'unmuted' ELSE 'not' END;
    END IF;
    RETURN NEXT;
END
$$;
