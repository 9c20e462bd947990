-- How many nicknames somebody may have.

-- Change a profile. Nicknames, present and former, are somebody's for ever: of
-- those they may have most. Whoever changes is locked, so that two changes at
-- once are not one nickname too many.
CREATE FUNCTION person_edit(
    who bigint, wish text, about_me text, most integer,
    OUT outcome text, OUT changed text)
LANGUAGE plpgsql AS $$
DECLARE
    wished text := lower(wish COLLATE "C");
BEGIN
    outcome := 'taken';
    PERFORM FROM person p WHERE p.id = who FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    PERFORM FROM nickname n WHERE n.key = wished AND n.person = who;
    IF NOT FOUND THEN
        IF (SELECT count(*) FROM nickname n WHERE n.person = who) >= most THEN
            outcome := 'full';
            RETURN;
        END IF;
        INSERT INTO nickname (key, person) VALUES (wished, who)
            ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            RETURN;
        END IF;
    END IF;

    UPDATE person p
       SET nickname = wish, about_me = person_edit.about_me
     WHERE p.id = who;
    outcome := 'saved';
    changed := 'person/' || who || ' posts';
END
$$;
