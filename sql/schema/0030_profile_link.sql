-- SPDX-License-Identifier: ISC
-- Links on profiles, and whether their pages link back (rel="me").

CREATE TABLE profile_link (
    person      bigint NOT NULL REFERENCES person,
    address     text COLLATE "C" NOT NULL
                CHECK (address ~ '^https?://' AND octet_length(address) <= 500),
    place       smallint NOT NULL CHECK (place > 0),
    verified_at timestamptz,
    read_at     timestamptz,
    tries       integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    due         timestamptz NOT NULL,
    PRIMARY KEY (person, address)
) WITH (fillfactor = 80);
CREATE INDEX profile_link_due ON profile_link (due);

COMMENT ON TABLE profile_link IS
'A member''s profile has a link to this address. There are four at most.
Distributed by person.';
COMMENT ON COLUMN profile_link.person IS
'The member.';
COMMENT ON COLUMN profile_link.address IS
'Where it leads, http or https.';
COMMENT ON COLUMN profile_link.place IS
'Their order on the profile; not all numbers need be there.';
COMMENT ON COLUMN profile_link.verified_at IS
'Since when the page there is known to link back to the profile; NULL: it does
not, or nobody has looked yet.';
COMMENT ON COLUMN profile_link.read_at IS
'When the verifier last read the page; NULL: never.';
COMMENT ON COLUMN profile_link.tries IS
'How often the verifier has looked since the page last linked back.';
COMMENT ON COLUMN profile_link.due IS
'When the verifier looks next.';

-- Let a member have these links, in this order, one on each line, and wake the
-- verifier. It looks at once at all that are not verified, so saving the profile
-- again repeats a try. But each look is a request to a stranger's server: after
-- forty in an hour, which are ten changes of all links, it waits for an hour.
CREATE FUNCTION profile_link_set(member bigint, addresses text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    wanted text[] := string_to_array(addresses, E'\n');
    soon timestamptz;
BEGIN
    DELETE FROM profile_link l
     WHERE l.person = member AND l.address <> ALL (wanted);
    FOR i IN 1 .. cardinality(wanted) LOOP
        UPDATE profile_link l SET place = i
         WHERE l.person = member AND l.address = wanted[i]
           AND l.verified_at IS NOT NULL;
        CONTINUE WHEN FOUND;
        soon := now() + CASE rate_take('links ' || member, 40, 3600)
                        WHEN 0 THEN '0' ELSE '1 hour' END::interval;
        INSERT INTO profile_link AS l (person, address, place, due)
        VALUES (member, wanted[i], i, soon)
            ON CONFLICT (person, address) DO UPDATE
           SET place = i, tries = 0, due = least(l.due, soon);
    END LOOP;
    PERFORM pg_notify('microblog_verifier', '');
END
$$;

-- Change a profile: person_edit(), and if it succeeds, the links.
CREATE FUNCTION profile_edit(
    member bigint, wanted_nickname text, about_me text, addresses text,
    max_count integer, OUT outcome text, OUT changed text)
LANGUAGE plpgsql AS $$
BEGIN
    SELECT e.outcome, e.changed INTO profile_edit.outcome, profile_edit.changed
      FROM person_edit(member, wanted_nickname, about_me, max_count) e;
    IF outcome = 'saved' THEN
        PERFORM profile_link_set(member, addresses);
    END IF;
END
$$;

-- Return a member's links, one on each line; '' if there are none.
CREATE FUNCTION profile_link_text(member bigint) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_agg(l.address, E'\n' ORDER BY l.place, l.address), '')
      FROM profile_link l
     WHERE l.person = member
$$;

-- Take the link at which the verifier should look first, and return it with the
-- keys of the member's nicknames, present and former. If none is due,
-- person is NULL, and wait is the number of seconds until one is, if there are any.
--
-- Taking it counts as a failure until profile_link_found() says something else:
-- the next look is an hour later, then a day, then a week. So no other verifier
-- takes it meanwhile, and one that dies over a page does not come back to it at
-- once. No transaction is open while a stranger's server takes its time.
CREATE FUNCTION profile_link_take(
    OUT person bigint, OUT address text, OUT names text,
    OUT wait double precision)
LANGUAGE plpgsql AS $$
DECLARE
    due_link profile_link;
BEGIN
    SELECT l.* INTO due_link
      FROM profile_link l
     WHERE l.due <= now()
       AND NOT EXISTS (SELECT FROM absent a WHERE a.person = l.person)
     ORDER BY l.due, l.place
     LIMIT 1
       FOR UPDATE OF l SKIP LOCKED;
    IF NOT FOUND THEN
        SELECT extract(epoch FROM min(l.due) - now())::double precision
          INTO wait
          FROM profile_link l WHERE l.due > now();
        RETURN;
    END IF;

    UPDATE profile_link l
       SET tries = due_link.tries + 1,
           due = now() + CASE due_link.tries WHEN 0 THEN '1 hour'
                         WHEN 1 THEN '1 day' ELSE '7 days' END::interval
     WHERE l.person = due_link.person AND l.address = due_link.address;
    person := due_link.person;
    address := due_link.address;
    names := (SELECT string_agg(n.key, ' ') FROM nickname n
               WHERE n.person = due_link.person);
END
$$;

-- Note what the verifier found: 'linked', 'unlinked', or 'unread' if it could not
-- read the page. A page that cannot be read keeps what was found before, for 30
-- days. Return the topic of the member if their profile changed by that.
CREATE FUNCTION profile_link_found(
    member bigint, link_address text, outcome text)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    before profile_link;
    verified timestamptz;
BEGIN
    SELECT l.* INTO before
      FROM profile_link l
     WHERE l.person = member AND l.address = link_address
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;

    verified := CASE outcome WHEN 'linked' THEN coalesce(before.verified_at, now())
                WHEN 'unlinked' THEN NULL
                ELSE CASE WHEN before.read_at > now() - interval '30 days'
                     THEN before.verified_at END END;
    UPDATE profile_link l
       SET verified_at = verified,
           read_at = CASE outcome WHEN 'unread' THEN l.read_at ELSE now() END,
           tries = CASE outcome WHEN 'linked' THEN 0 ELSE l.tries END,
           due = CASE outcome WHEN 'linked' THEN now() + interval '7 days'
                 ELSE l.due END
     WHERE l.person = member AND l.address = before.address;
    IF verified IS NULL = (before.verified_at IS NULL) THEN
        RETURN NULL;
    END IF;
    RETURN 'person/' || member;
END
$$;
