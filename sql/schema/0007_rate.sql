-- SPDX-License-Identifier: ISC
-- Rate limits: how often something may be done within a window of time.

CREATE UNLOGGED TABLE rate (
    key   text COLLATE "C" PRIMARY KEY,
    count integer NOT NULL CHECK (count >= 0),
    until timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX rate_until ON rate (until);

COMMENT ON TABLE rate IS
'How often something with a limit was done. Unlogged: all counts start again
after a crash of the server. Distributed by key.';
COMMENT ON COLUMN rate.key IS
'What is counted, and for which network address, login, browser or member.';
COMMENT ON COLUMN rate.count IS
'How often it was done; rejected attempts are not counted.';
COMMENT ON COLUMN rate.until IS
'When this row expires.';

-- Count one more use of this key, unless there were max_count uses within the
-- last window_seconds. A max_count of 0 means no limit. Return the seconds
-- until the next use is allowed, or 0 if this one is.
--
-- If grows is true, the end of the window does not bring max_count new uses at
-- once. Instead, from the last use within the limit on, each use is followed by
-- a wait twice as long as the one before: first 1/32 of the window, in the end
-- all of it. The row expires one window after the end of the wait.
CREATE FUNCTION rate_take(
    key text, max_count integer, window_seconds integer,
    grows boolean DEFAULT false)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    full_window interval := make_interval(secs => window_seconds);
    kept_after_wait interval := CASE WHEN grows THEN full_window ELSE '0' END;
    -- When a count that starts now expires. With a max_count of 1, its first
    -- use is also the last one before a wait.
    reset_at timestamptz := now() + full_window
        + CASE max_count WHEN 1 THEN kept_after_wait / 32 ELSE '0' END;
    wait_end timestamptz;
BEGIN
    IF max_count = 0 THEN
        RETURN 0;
    END IF;

    INSERT INTO rate AS r (key, count, until)
    VALUES (rate_take.key, 1, reset_at)
        ON CONFLICT ON CONSTRAINT rate_pkey DO UPDATE
       SET count = CASE WHEN r.until > now() THEN r.count + 1 ELSE 1 END,
           until = CASE WHEN r.until <= now() THEN reset_at
                        WHEN grows AND r.count + 1 >= max_count
                        THEN now() + full_window
                             + full_window
                               / (1 << greatest(0, max_count + 4 - r.count))
                        ELSE r.until END
     WHERE r.count < max_count OR r.until - kept_after_wait <= now();
    IF FOUND THEN
        RETURN 0;
    END IF;

    SELECT r.until - kept_after_wait INTO wait_end
      FROM rate r WHERE r.key = rate_take.key;
    RETURN greatest(1, ceil(extract(epoch FROM wait_end - now())));
END
$$;

-- Delete a few expired rows. Each sign-in and each sign-up calls this.
CREATE FUNCTION rate_sweep() RETURNS void
LANGUAGE sql AS $$
    DELETE FROM rate WHERE key IN (
        SELECT key FROM rate
         WHERE until < now()
         ORDER BY until LIMIT 20 FOR UPDATE SKIP LOCKED)
$$;

-- Return whether this login is an e-mail address that several members may use.
CREATE FUNCTION email_is_shared(login text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN strpos(login, '@') > 0 AND NOT email_is_confirmed(login);
END
$$;

-- Count an attempt to sign in as a stranger: for the network address and, if
-- that is allowed, for the login, whether such a member exists or not. An
-- attempt from a trusted browser is counted for that browser.
--
-- As long as nobody has confirmed an e-mail address, it may be shared by members
-- who do not trust the browser: an attacker can sign up with a victim's address.
-- So an attempt with such an address from a trusted browser is counted twice,
-- for the browser and as a stranger's. If only the latter is not allowed,
-- "everyone" is false: the password may be compared only with those of members
-- who trust the browser. That way strangers cannot lock a browser out, and it
-- cannot guess the passwords of others.
CREATE FUNCTION rate_sign_in(
    address text, address_max_count integer, address_window_seconds integer,
    login text, login_max_count integer, login_window_seconds integer,
    browser bytea, OUT wait integer, OUT everyone boolean)
LANGUAGE plpgsql AS $$
DECLARE
    trusted boolean := browser_is_trusted(browser, login);
    stranger_wait integer;
BEGIN
    wait := CASE WHEN trusted
                 THEN rate_take('browser ' || encode(browser, 'hex'),
                                login_max_count, login_window_seconds, true)
                 ELSE 0 END;
    everyone := false;
    IF wait = 0 AND (NOT trusted OR email_is_shared(login)) THEN
        stranger_wait := rate_take('sign-in ' || address,
                                   address_max_count, address_window_seconds);
        IF stranger_wait = 0 THEN
            stranger_wait := rate_take('account ' || login, login_max_count,
                                       login_window_seconds, true);
        END IF;
        everyone := stranger_wait = 0;
        wait := CASE WHEN trusted THEN 0 ELSE stranger_wait END;
    END IF;
    PERFORM rate_sweep();
END
$$;

-- Take back the attempt that has just succeeded: the trusted browser's count
-- starts again; and if the attempt was also counted as a stranger's, the network
-- address gets its use back, and the count of a nickname or of a confirmed e-mail
-- address starts again. Any other e-mail address only gets its use back:
-- otherwise a member who shares the address could start the count again and
-- again, and guess passwords without a limit.
-- The rows are locked in the same order as in rate_sign_in().
CREATE FUNCTION rate_reset(
    address text, login text, browser bytea, everyone boolean)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF browser_is_trusted(browser, login) THEN
        DELETE FROM rate WHERE key = 'browser ' || encode(browser, 'hex');
    END IF;
    IF everyone THEN
        UPDATE rate SET count = count - 1
         WHERE key = 'sign-in ' || address AND count > 0;
        IF email_is_shared(login) THEN
            UPDATE rate SET count = count - 1
             WHERE key = 'account ' || login AND count > 0;
        ELSE
            DELETE FROM rate WHERE key = 'account ' || login;
        END IF;
    END IF;
END
$$;

-- Count a sign-up from this network address, unless the nickname is taken. If
-- the nickname is NULL, a free one will be found, so it is never taken.
CREATE FUNCTION rate_sign_up(
    address text, max_count integer, window_seconds integer,
    wanted_nickname text, OUT taken boolean, OUT wait integer)
LANGUAGE plpgsql AS $$
BEGIN
    taken := nickname_is_reserved(wanted_nickname)
             OR EXISTS (SELECT FROM nickname n
                         WHERE n.key = lower(wanted_nickname COLLATE "C"));
    wait := CASE WHEN taken THEN 0
                 ELSE rate_take('sign-up ' || address, max_count,
                                window_seconds) END;
    PERFORM rate_sweep();
END
$$;
