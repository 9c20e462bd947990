-- Whom one follows, or not, and does not want to read at home for a while.

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
'One person keeps another out of their home feed; nothing else changes, and the
muted one cannot tell. Distributed by muter.';
COMMENT ON COLUMN mute.muter IS
'Who mutes.';
COMMENT ON COLUMN mute.muted IS
'Whom they mute.';
COMMENT ON COLUMN mute.id IS
'Made by id_from_time() when it began: newer mutes have greater ids.';

-- Let the person with this id mute the one called that. No row if there is
-- none.
CREATE FUNCTION mute_add(muter bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    whom bigint;
BEGIN
    SELECT m.id, m.nickname INTO whom, mute_add.nickname
      FROM person_visible_to(muter, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF whom <> muter THEN
        INSERT INTO mute (muter, muted, id)
        VALUES (mute_add.muter, whom, id_from_time(now(), nextval('mute_number')))
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'muted' ELSE 'already' END;
    END IF;
    RETURN NEXT;
END
$$;

-- The same the other way.
CREATE FUNCTION mute_remove(muter bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    whom bigint;
BEGIN
    SELECT m.id, m.nickname INTO whom, mute_remove.nickname
      FROM person_visible_to(muter, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF whom <> muter THEN
        DELETE FROM mute m
         WHERE m.muter = mute_remove.muter AND m.muted = whom;
        outcome := CASE WHEN FOUND THEN 'unmuted' ELSE 'not' END;
    END IF;
    RETURN NEXT;
END
$$;
