-- SPDX-License-Identifier: ISC
-- Two-factor sign-in: besides the password (or a provider), a member shows a
-- code from an app on their phone, or one of ten recovery codes.

CREATE TABLE two_factor (
    person     bigint PRIMARY KEY REFERENCES person,
    secret     bytea NOT NULL CHECK (octet_length(secret) = 20),
    last_step  bigint NOT NULL,
    enabled_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE two_factor IS
'A member who signs in with a code, too. Distributed by person.';
COMMENT ON COLUMN two_factor.person IS
'The member.';
COMMENT ON COLUMN two_factor.secret IS
'The secret that the member''s app makes codes from (RFC 6238). It cannot be
stored as a hash, because the site makes the same codes to compare them.';
COMMENT ON COLUMN two_factor.last_step IS
'The time step of the last code that was accepted, in units of 30 seconds since
1970: no code is accepted twice, and none that is older.';
COMMENT ON COLUMN two_factor.enabled_at IS
'When the member turned this on.';

CREATE TABLE recovery_code (
    person bigint NOT NULL REFERENCES two_factor,
    hash   bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (person, hash)
);

COMMENT ON TABLE recovery_code IS
'A code that signs a member in once, without their app. Using it deletes it.
Distributed by person.';
COMMENT ON COLUMN recovery_code.person IS
'The member.';
COMMENT ON COLUMN recovery_code.hash IS
'The hash of the code: reading this table is not enough to sign in.';

CREATE TABLE pending_sign_in (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    person     bigint NOT NULL REFERENCES person,
    remembered boolean NOT NULL,
    attempts   integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX pending_sign_in_person ON pending_sign_in (person);

COMMENT ON TABLE pending_sign_in IS
'A sign-in that lacks the code. A new password ends it, as it ends sessions.
Distributed by token_hash.';
COMMENT ON COLUMN pending_sign_in.token_hash IS
'The hash of the secret in the browser''s cookie.';
COMMENT ON COLUMN pending_sign_in.person IS
'The member whose password was right.';
COMMENT ON COLUMN pending_sign_in.remembered IS
'Whether the member asked to stay signed in.';
COMMENT ON COLUMN pending_sign_in.attempts IS
'How many codes were compared. After five, this sign-in is over.';
COMMENT ON COLUMN pending_sign_in.created_at IS
'When the password was right.';

CREATE VIEW pending_sign_in_valid AS
SELECT token_hash, person, remembered, 5 - attempts AS attempts_left
  FROM pending_sign_in
 WHERE attempts < 5 AND created_at > now() - interval '10 minutes';

COMMENT ON VIEW pending_sign_in_valid IS
'The sign-ins that still wait for a code: for ten minutes, and five attempts.';
COMMENT ON COLUMN pending_sign_in_valid.token_hash IS
'As in pending_sign_in.';
COMMENT ON COLUMN pending_sign_in_valid.person IS
'As in pending_sign_in.';
COMMENT ON COLUMN pending_sign_in_valid.remembered IS
'As in pending_sign_in.';
COMMENT ON COLUMN pending_sign_in_valid.attempts_left IS
'How many codes may still be compared.';

-- Every function below that changes how a member signs in first locks the
-- member's row, in a statement of its own: the next statement then sees what
-- was committed by those who had the lock before. A sign-in takes it FOR SHARE;
-- a new password, and turning two-factor sign-in on or off, FOR NO KEY UPDATE.

-- Sign in a member whose password was verified against this hash, or NULL for
-- another proof, such as a provider's. If they use two-factor sign-in, and the
-- browser with this hash of its secret must show a code, only add a pending
-- sign-in with the hash of the token; of the member's other ones, keep the four
-- newest. A browser that need not show a code proves too little for pages that
-- require a recent proof. If the member is suspended, the token is one with
-- which they may read why, and appeal. No row: the password has been changed
-- meanwhile.
CREATE FUNCTION session_add(
    token_hash bytea, member bigint, verified_password text,
    remembered boolean, browser text, trusted bytea)
RETURNS TABLE (person bigint, code boolean, suspended boolean)
LANGUAGE plpgsql AS $$
DECLARE
    uses_codes boolean;
BEGIN
    PERFORM FROM person p
      WHERE p.id = member
        AND (verified_password IS NULL OR p.password = verified_password)
        FOR SHARE;
    IF NOT FOUND OR EXISTS (SELECT FROM absent a
                             WHERE a.person = member AND a.reason = 'left') THEN
        RETURN;
    END IF;

    person := member;
    suspended := person_is_suspended(member);
    uses_codes := EXISTS (SELECT FROM two_factor t WHERE t.person = member);
    code := uses_codes
            AND NOT EXISTS (SELECT FROM trusted_browser b
                             WHERE b.token_hash = trusted
                               AND b.person = member
                               AND b.no_code_until > now());
    IF code THEN
        DELETE FROM pending_sign_in p
         WHERE p.person = member
           AND p.token_hash NOT IN (
               SELECT o.token_hash FROM pending_sign_in o
                WHERE o.person = member
                ORDER BY o.created_at DESC LIMIT 4);
        INSERT INTO pending_sign_in (token_hash, person, remembered)
        VALUES (session_add.token_hash, member, session_add.remembered);
    ELSE
        PERFORM session_open(token_hash, member, remembered, browser,
                             NOT uses_codes);
    END IF;
    RETURN NEXT;
END
$$;

-- Count an attempt to prove with a code that it is this member, unless it is
-- rejected. A max_count of 0: do not count it. No row: the member does not use
-- two-factor sign-in.
CREATE FUNCTION two_factor_attempt(
    member bigint, max_count integer, window_seconds integer)
RETURNS TABLE (secret bytea, at bigint, wait integer)
LANGUAGE plpgsql AS $$
BEGIN
    SELECT t.secret INTO two_factor_attempt.secret
      FROM two_factor t WHERE t.person = member;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    at := floor(extract(epoch FROM now()));
    wait := rate_take('code ' || member, max_count, window_seconds, true);
    PERFORM rate_sweep();
    RETURN NEXT;
END
$$;

-- The same for a pending sign-in, which counts its attempts itself, too. No
-- row: it is over.
CREATE FUNCTION pending_attempt(
    token_hash bytea, max_count integer, window_seconds integer)
RETURNS TABLE (
    person bigint, secret bytea, at bigint, wait integer, attempts_left integer)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM pending_sign_in p
      WHERE p.token_hash = pending_attempt.token_hash FOR UPDATE;
    SELECT v.person, v.attempts_left
      INTO pending_attempt.person, pending_attempt.attempts_left
      FROM pending_sign_in_valid v
     WHERE v.token_hash = pending_attempt.token_hash;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    SELECT a.secret, a.at, a.wait
      INTO pending_attempt.secret, pending_attempt.at, pending_attempt.wait
      FROM two_factor_attempt(person, max_count, window_seconds) a;
    IF wait = 0 THEN
        UPDATE pending_sign_in p SET attempts = p.attempts + 1
         WHERE p.token_hash = pending_attempt.token_hash;
        attempts_left := attempts_left - 1;
    END IF;
    RETURN NEXT;
END
$$;

-- Use up a code: the one of this time step, or if that is NULL, the recovery
-- code with this hash. Return whether it could still be used.
CREATE FUNCTION two_factor_use(member bigint, step bigint, recovery bytea)
RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    used boolean;
BEGIN
    IF step IS NOT NULL THEN
        UPDATE two_factor t SET last_step = step
         WHERE t.person = member AND t.last_step < step;
        used := FOUND;
    ELSE
        DELETE FROM recovery_code c
         WHERE c.person = member AND c.hash = recovery;
        used := FOUND;
    END IF;
    IF used THEN
        DELETE FROM rate WHERE key = 'code ' || member;
    END IF;
    RETURN used;
END
$$;

-- Finish a pending sign-in with such a code, and open a session. If new_trusted
-- is not NULL, the browser need not show a code for 30 days. No row: the
-- pending sign-in is over.
CREATE FUNCTION pending_finish(
    pending bytea, token_hash bytea, browser text, step bigint,
    recovery bytea, trusted bytea, new_trusted bytea)
RETURNS TABLE (
    person bigint, remembered boolean, suspended boolean, outcome text)
LANGUAGE plpgsql AS $$
BEGIN
    SELECT p.person INTO pending_finish.person
      FROM pending_sign_in p WHERE p.token_hash = pending;
    PERFORM FROM person p WHERE p.id = pending_finish.person FOR SHARE;
    SELECT p.remembered INTO pending_finish.remembered
      FROM pending_sign_in p
     WHERE p.token_hash = pending
       AND p.created_at > now() - interval '10 minutes'
       FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'used';
    suspended := person_is_suspended(person);
    IF two_factor_use(person, step, recovery) THEN
        outcome := 'signed in';
        DELETE FROM pending_sign_in p WHERE p.token_hash = pending;
        PERFORM session_open(token_hash, person, remembered, browser, true);
        IF new_trusted IS NOT NULL AND NOT suspended THEN
            PERFORM browser_trust_code(trusted, new_trusted, person);
        END IF;
    END IF;
    RETURN NEXT;
END
$$;

-- Replace a member's recovery codes by those with these hashes, 32 bytes each.
CREATE FUNCTION recovery_codes_set(member bigint, hashes bytea) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM recovery_code c WHERE c.person = member;
    INSERT INTO recovery_code (person, hash)
    SELECT member, substring(hashes FROM 32 * i + 1 FOR 32)
      FROM generate_series(0, octet_length(hashes) / 32 - 1) i;
END
$$;

-- Turn two-factor sign-in on, given the code of this time step, and end all
-- sessions of the member but the one with this hash: they were opened without
-- a code.
CREATE FUNCTION two_factor_enable(
    member bigint, kept_session bytea, secret bytea, step bigint,
    hashes bytea, OUT outcome text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM person p WHERE p.id = member FOR NO KEY UPDATE;
    INSERT INTO two_factor (person, secret, last_step)
    VALUES (member, two_factor_enable.secret, step)
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        outcome := 'already';
        RETURN;
    END IF;
    PERFORM recovery_codes_set(member, hashes);
    DELETE FROM session s
     WHERE s.person = member AND s.token_hash <> kept_session;
    outcome := 'enabled';
END
$$;

-- Make new recovery codes. Return whether the member uses two-factor sign-in.
CREATE FUNCTION two_factor_renew(member bigint, hashes bytea) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM two_factor t WHERE t.person = member FOR NO KEY UPDATE;
    IF FOUND THEN
        PERFORM recovery_codes_set(member, hashes);
        RETURN true;
    END IF;
    RETURN false;
END
$$;

-- Turn two-factor sign-in off, whatever the member shows. Pending sign-ins end,
-- so that nobody has to show a code that is no longer asked for.
CREATE FUNCTION two_factor_end(member bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM person p WHERE p.id = member FOR NO KEY UPDATE;
    DELETE FROM pending_sign_in p WHERE p.person = member;
    DELETE FROM recovery_code c WHERE c.person = member;
    PERFORM browser_forget_code(member);
    DELETE FROM two_factor t WHERE t.person = member;
    RETURN FOUND;
END
$$;

-- Turn it off, given a code as for two_factor_use(). No row: it is off. Pending
-- sign-ins are locked before the count of attempts, as in pending_attempt().
CREATE FUNCTION two_factor_disable(
    member bigint, step bigint, recovery bytea)
RETURNS TABLE (outcome text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM person p WHERE p.id = member FOR NO KEY UPDATE;
    PERFORM FROM two_factor t WHERE t.person = member;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM FROM pending_sign_in p WHERE p.person = member FOR UPDATE;
    outcome := 'used';
    IF two_factor_use(member, step, recovery) THEN
        PERFORM two_factor_end(member);
        outcome := 'disabled';
    END IF;
    RETURN NEXT;
END
$$;
