-- How many nicknames somebody may have, and which follows are counted.

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

-- As before, but whom one follows already is not counted.
CREATE OR REPLACE FUNCTION follow_add(
    follower bigint, nick text, most integer, span integer)
RETURNS TABLE (nickname text, outcome text, changed text, wait integer)
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
    ELSIF EXISTS (SELECT FROM follow f
                   WHERE f.follower = follow_add.follower
                     AND f.followed = whom) THEN
        outcome := 'already';
    ELSE
        wait := rate_take('follows ' || follower, most, span);
        outcome := 'later';
    END IF;
    IF wait = 0 THEN
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
