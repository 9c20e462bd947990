-- How much may be done in how long a time.

DROP FUNCTION attempt_forgive(text, text);
DROP FUNCTION attempt_take(text, integer, interval, text, integer, interval);
DROP FUNCTION attempt_count(text, integer, interval);
DROP TABLE attempt;

CREATE UNLOGGED TABLE rate (
    key   text COLLATE "C" PRIMARY KEY,
    count integer NOT NULL CHECK (count >= 0),
    until timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX rate_until ON rate (until);

COMMENT ON TABLE rate IS
'How often somebody did something that has a limit. Unlogged: a server that
crashed begins to count anew. Distributed by key.';
COMMENT ON COLUMN rate.key IS
'What is counted, and whose: a network address, an account, a person.';
COMMENT ON COLUMN rate.count IS
'How often, what was refused not counted.';
COMMENT ON COLUMN rate.until IS
'When this is forgotten.';

-- Count one more for this key, unless there were most of them within the span,
-- which is in seconds. A limit of 0 is none.
-- If the wait grows, there is no end of them after which all begins anew: when
-- most of them are used up, each further one has to wait twice as long as the
-- one before, first a 32nd of the span, at last the whole of it; and until is
-- the span later than the end of that wait.
-- Answer: the seconds until the next one is allowed, 0 if this one is.
CREATE FUNCTION rate_take(
    key text, most integer, span integer, grows boolean DEFAULT false)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    whole interval := make_interval(secs => span);
    beyond interval := CASE WHEN grows THEN whole ELSE '0' END;
    -- When a first one is forgotten; and if one is all there may be, it is the
    -- last before the wait, too.
    anew timestamptz := now() + whole
        + CASE most WHEN 1 THEN beyond / 32 ELSE '0' END;
    wait_end timestamptz;
BEGIN
    IF most = 0 THEN
        RETURN 0;
    END IF;

    INSERT INTO rate AS r (key, count, until)
    VALUES (rate_take.key, 1, anew)
        ON CONFLICT ON CONSTRAINT rate_pkey DO UPDATE
       SET count = CASE WHEN r.until > now() THEN r.count + 1 ELSE 1 END,
           until = CASE WHEN r.until <= now() THEN anew
                        WHEN grows AND r.count + 1 >= most
                        THEN now() + whole
                             + whole / (1 << greatest(0, most + 4 - r.count))
                        ELSE r.until END
     WHERE r.count < most OR r.until - beyond <= now();
    IF FOUND THEN
        RETURN 0;
    END IF;

    SELECT r.until - beyond INTO wait_end
      FROM rate r WHERE r.key = rate_take.key;
    RETURN greatest(1, ceil(extract(epoch FROM wait_end - now())));
END
$$;

-- A few of what is forgotten are swept away, whenever somebody signs in or up.
CREATE FUNCTION rate_sweep() RETURNS void
LANGUAGE sql AS $$
    DELETE FROM rate WHERE key IN (
        SELECT key FROM rate
         WHERE until < now()
         ORDER BY until LIMIT 20 FOR UPDATE SKIP LOCKED)
$$;

CREATE TABLE trusted_browser (
    token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    person     bigint NOT NULL REFERENCES person,
    used_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (token_hash, person)
);
CREATE INDEX known_browser_person ON trusted_browser (person);

COMMENT ON TABLE trusted_browser IS
'A browser in which somebody signed in once. It may do nothing by that, but its
tries to sign in are counted apart from those of strangers, who therefore cannot
keep the owner out. Distributed by token_hash.';
COMMENT ON COLUMN trusted_browser.token_hash IS
'The hash of the secret in its cookie.';
COMMENT ON COLUMN trusted_browser.person IS
'Who signed in.';
COMMENT ON COLUMN trusted_browser.used_at IS
'When they did so last.';

-- Who may be meant by what was typed to sign in: a present nickname in any
-- case, or an e-mail address, which several people may share.
CREATE FUNCTION person_meant(login text) RETURNS SETOF person
LANGUAGE sql STABLE AS $$
    SELECT p.*
      FROM nickname n
      JOIN person p ON p.id = n.person AND lower(p.nickname) = n.key
     WHERE n.key = lower(login COLLATE "C")
     UNION ALL
    SELECT p.*
      FROM person p
     WHERE strpos(login, '@') > 0 AND lower(p.email) = lower(login COLLATE "C")
$$;

-- Does this browser know everybody who may be meant? (All of them: else who
-- signs up with another's e-mail address could try that one's password.)
CREATE FUNCTION browser_is_known(token_hash bytea, login text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN token_hash IS NOT NULL AND coalesce((
        SELECT bool_and(EXISTS (
                   SELECT FROM trusted_browser k
                    WHERE k.token_hash = browser_is_known.token_hash
                      AND k.person = m.id))
          FROM person_meant(login) m), false);
END
$$;

-- A try to sign in: counted for the address, then, if that allows it, for what
-- was typed as the account, whether there is one or not. A known browser's is
-- counted for the browser alone.
CREATE FUNCTION rate_sign_in(
    address text, address_most integer, address_span integer,
    login text, account_most integer, account_span integer, browser bytea)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    wait integer;
BEGIN
    IF browser_is_known(browser, login) THEN
        wait := rate_take('browser ' || encode(browser, 'hex'),
                          account_most, account_span, true);
    ELSE
        wait := rate_take('sign-in ' || address, address_most, address_span);
        IF wait = 0 THEN
            wait := rate_take('account ' || lower(login COLLATE "C"),
                              account_most, account_span, true);
        END IF;
    END IF;
    PERFORM rate_sweep();
    RETURN wait;
END
$$;

-- That try was a success: the address has one less, the account or the known
-- browser begins anew. The locks are taken in the same order.
CREATE FUNCTION rate_reset(address text, login text, browser bytea)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF browser_is_known(browser, login) THEN
        DELETE FROM rate WHERE key = 'browser ' || encode(browser, 'hex');
    ELSE
        UPDATE rate SET count = count - 1
         WHERE key = 'sign-in ' || address AND count > 0;
        DELETE FROM rate WHERE key = 'account ' || lower(login COLLATE "C");
    END IF;
END
$$;

-- May somebody at this address sign up? A nickname that is taken is said to be
-- so and does not count; NULL: one will be found.
CREATE FUNCTION rate_sign_up(
    address text, most integer, span integer, wish text,
    OUT taken boolean, OUT wait integer)
LANGUAGE plpgsql AS $$
BEGIN
    taken := EXISTS (SELECT FROM nickname n
                      WHERE n.key = lower(wish COLLATE "C"));
    wait := CASE WHEN taken THEN 0
                 ELSE rate_take('sign-up ' || address, most, span) END;
    PERFORM rate_sweep();
END
$$;

-- As before, and now within a limit.
DROP FUNCTION post_add(bigint, text, bytea, timestamptz);
DROP FUNCTION follow_add(bigint, text);

-- A new post. No row if this sending of the form was posted before; with the
-- seconds to wait if it was not posted, for there were too many.
CREATE FUNCTION post_add(
    author bigint, body text, submission bytea, at timestamptz,
    most integer, span integer)
RETURNS TABLE (id bigint, changed text, wait integer)
LANGUAGE plpgsql AS $$
BEGIN
    wait := rate_take('posts ' || author, most, span);
    IF wait > 0 THEN
        IF NOT EXISTS (SELECT FROM post p
                        WHERE p.author = post_add.author
                          AND p.submission = post_add.submission) THEN
            RETURN NEXT;
        END IF;
        RETURN;
    END IF;

    id := id_from_time(at, nextval('post_number'));
    INSERT INTO post (author, id, body, created_at, submission)
    VALUES (post_add.author, post_add.id, post_add.body, at,
            post_add.submission)
        ON CONFLICT ON CONSTRAINT post_submission DO NOTHING;
    IF FOUND THEN
        PERFORM count_add(author, 0, 0, 1);
        changed := 'person/' || author || ' posts';
        RETURN NEXT;
    END IF;
END
$$;

-- Let the person with this id follow the one called that. No row if there is
-- none.
CREATE FUNCTION follow_add(
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
