-- SPDX-License-Identifier: ISC
-- E-mail addresses: confirming and changing them, taking a change back,
-- forgotten passwords, and which messages a member wants.
--
-- The messages contain secret addresses. Their secrets are made when a message
-- is sent, and only their hashes are stored (the statements mail_*.sql).

CREATE TABLE email_change (
    person    bigint PRIMARY KEY REFERENCES person,
    email     text COLLATE "C" NOT NULL CHECK (char_length(email) <= 120),
    email_key text COLLATE "C" NOT NULL
              CHECK (octet_length(email_key) BETWEEN 1 AND 1440)
);

COMMENT ON TABLE email_change IS
'A new address that a member has asked for but not confirmed yet. Until then the
present one in person stays. Distributed by person.';
COMMENT ON COLUMN email_change.person IS
'The member.';
COMMENT ON COLUMN email_change.email IS
'The new address.';
COMMENT ON COLUMN email_change.email_key IS
'The new address as it is compared; see person.email_key.';

CREATE TABLE email_former (
    person      bigint NOT NULL REFERENCES person,
    email       text COLLATE "C" NOT NULL,
    email_key   text COLLATE "C" NOT NULL,
    replaced_at timestamptz NOT NULL,
    PRIMARY KEY (person, email_key)
);

COMMENT ON TABLE email_former IS
'A confirmed address that a member had until they changed it. For seven days,
its owner can take the change back. Distributed by person.';
COMMENT ON COLUMN email_former.person IS
'The member.';
COMMENT ON COLUMN email_former.email IS
'The former address.';
COMMENT ON COLUMN email_former.email_key IS
'The former address as it is compared; see person.email_key.';
COMMENT ON COLUMN email_former.replaced_at IS
'When another address took its place.';

CREATE TABLE email_secret (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    purpose    text COLLATE "C" NOT NULL CHECK (purpose IN
               ('confirm', 'reset', 'revert', 'unsubscribe')),
    person     bigint NOT NULL REFERENCES person,
    email      text COLLATE "C",
    email_key  text COLLATE "C",
    until      timestamptz NOT NULL
);
CREATE INDEX email_secret_person ON email_secret (person);
CREATE INDEX email_secret_until ON email_secret (until);

COMMENT ON TABLE email_secret IS
'A secret address that was sent in a message. Distributed by token_hash.';
COMMENT ON COLUMN email_secret.token_hash IS
'The hash of the secret: reading this table is not enough to open the address.';
COMMENT ON COLUMN email_secret.purpose IS
'What the address does: confirm an e-mail address, reset the password, revert a
change of e-mail address, or unsubscribe from messages about notifications.';
COMMENT ON COLUMN email_secret.person IS
'The member whose account it is about.';
COMMENT ON COLUMN email_secret.email IS
'The e-mail address that the message went to; NULL if an operator passes the
secret on.';
COMMENT ON COLUMN email_secret.email_key IS
'That address as it is compared; see person.email_key.';
COMMENT ON COLUMN email_secret.until IS
'When the secret expires.';

CREATE TABLE email_unwanted (
    person bigint NOT NULL REFERENCES person,
    kind   text COLLATE "C" NOT NULL CHECK (kind IN ('digest')),
    PRIMARY KEY (person, kind)
);

COMMENT ON TABLE email_unwanted IS
'A kind of message that a member has turned off. Distributed by person.';
COMMENT ON COLUMN email_unwanted.person IS
'The member.';
COMMENT ON COLUMN email_unwanted.kind IS
'The kind, as in mail.';

-- Store the hash of a secret, and delete a few expired ones. Return true, so
-- that a statement can call this in its WHERE.
CREATE FUNCTION email_secret_add(
    token_hash bytea, purpose text, person bigint, email text, email_key text,
    until timestamptz)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM email_secret s WHERE s.token_hash IN (
        SELECT e.token_hash FROM email_secret e
         WHERE e.until < now()
         ORDER BY e.until LIMIT 20 FOR UPDATE SKIP LOCKED);
    INSERT INTO email_secret
    VALUES (email_secret_add.token_hash, email_secret_add.purpose,
            email_secret_add.person, email_secret_add.email,
            email_secret_add.email_key, email_secret_add.until);
    RETURN true;
END
$$;

-- Return the secret with this hash and lock its member, so that of two requests
-- at the same time the second one sees what the first one changed. No row if it
-- is unknown, used or expired, or the member absent.
CREATE FUNCTION email_secret_hold(token_hash bytea, purpose text)
RETURNS SETOF email_secret
LANGUAGE plpgsql AS $$
DECLARE
    member bigint;
BEGIN
    SELECT s.person INTO member
      FROM email_secret s
     WHERE s.token_hash = email_secret_hold.token_hash;
    PERFORM FROM person p WHERE p.id = member FOR NO KEY UPDATE;
    RETURN QUERY
    SELECT * FROM email_secret s
     WHERE s.token_hash = email_secret_hold.token_hash
       AND s.purpose = email_secret_hold.purpose
       AND s.until > now()
       AND NOT EXISTS (SELECT FROM absent a WHERE a.person = s.person);
END
$$;

-- Let the member confirm this address: send a message there of the kind
-- 'confirm' or 'change', unless the address was sent max_count of them within
-- the window. The page does not tell: the messages may be another member's.
CREATE FUNCTION email_ask(
    kind text, member bigint, email text, email_key text,
    max_count integer, window_seconds integer)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF rate_take('confirm ' || email_key, max_count, window_seconds) = 0 THEN
        PERFORM mail_add(kind, member, email, NULL);
    END IF;
END
$$;

-- Make this address the member's. It is confirmed. Return false if another
-- member has confirmed it: the unique index decides between two at once.
CREATE FUNCTION email_take(member bigint, email text, email_key text)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE person p
       SET email = email_take.email, email_key = email_take.email_key,
           email_confirmed_at = now()
     WHERE p.id = member;
    RETURN true;
EXCEPTION WHEN unique_violation THEN
    RETURN false;
END
$$;

-- Take note that another address has replaced this confirmed one, and tell its
-- owner.
CREATE FUNCTION email_leave(member bigint, email text, email_key text)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM email_former f
     WHERE f.person = member
       AND (f.email_key = email_leave.email_key
            OR f.replaced_at < now() - interval '7 days');
    INSERT INTO email_former
    VALUES (member, email_leave.email, email_leave.email_key, now());
    PERFORM mail_add('changed', member, email_leave.email, NULL);
END
$$;

-- Confirm the address that this secret was sent to. It must be the member's
-- present one, or the one they want instead. The secret works again until it
-- expires, so that opening the address twice does no harm. outcome: 'confirmed',
-- or 'taken' by another member. No row if the secret is not valid.
CREATE FUNCTION email_confirm(token_hash bytea)
RETURNS TABLE (outcome text, nickname text, email text)
LANGUAGE plpgsql AS $$
DECLARE
    secret email_secret;
    before person;
    wanted boolean;
BEGIN
    SELECT * INTO secret FROM email_secret_hold(token_hash, 'confirm');
    SELECT * INTO before FROM person p WHERE p.id = secret.person;
    wanted := EXISTS (SELECT FROM email_change c
                       WHERE c.person = secret.person
                         AND c.email = secret.email);
    nickname := before.nickname;
    email := secret.email;
    outcome := 'confirmed';
    IF secret.person IS NULL OR NOT wanted
       AND before.email IS DISTINCT FROM secret.email THEN
        RETURN;
    END IF;
    IF wanted OR before.email_confirmed_at IS NULL THEN
        IF NOT email_take(before.id, secret.email, secret.email_key) THEN
            outcome := 'taken';
        ELSIF wanted THEN
            DELETE FROM email_change c WHERE c.person = before.id;
            DELETE FROM email_former f
             WHERE f.person = before.id AND f.email_key = secret.email_key;
            DELETE FROM email_secret s
             WHERE s.person = before.id AND s.purpose = 'reset';
            IF before.email_confirmed_at IS NOT NULL
               AND before.email_key <> secret.email_key THEN
                PERFORM email_leave(before.id, before.email, before.email_key);
            END IF;
        END IF;
    END IF;
    RETURN NEXT;
END
$$;

-- Give the member back the former address that this secret was sent to, and end
-- what somebody else may have begun: later changes, secrets, sessions, and the
-- trust in browsers. outcome: 'reverted', or 'taken' by another member. No row
-- if the secret is not valid.
CREATE FUNCTION email_revert(token_hash bytea)
RETURNS TABLE (outcome text, nickname text, email text)
LANGUAGE plpgsql AS $$
DECLARE
    secret email_secret;
    former email_former;
BEGIN
    SELECT * INTO secret FROM email_secret_hold(token_hash, 'revert');
    SELECT * INTO former FROM email_former f
     WHERE f.person = secret.person AND f.email_key = secret.email_key
       AND f.replaced_at > now() - interval '7 days';
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT p.nickname INTO nickname FROM person p WHERE p.id = former.person;
    email := former.email;
    outcome := 'taken';
    IF email_take(former.person, former.email, former.email_key) THEN
        outcome := 'reverted';
        DELETE FROM email_former f
         WHERE f.person = former.person AND f.replaced_at >= former.replaced_at;
        DELETE FROM email_change c WHERE c.person = former.person;
        DELETE FROM email_secret s
         WHERE s.person = former.person AND s.purpose IN ('confirm', 'reset');
        DELETE FROM session s WHERE s.person = former.person;
        DELETE FROM trusted_browser t WHERE t.person = former.person;
        DELETE FROM private_feed f WHERE f.person = former.person;
    END IF;
    RETURN NEXT;
END
$$;

-- Change the password of the member whom this secret was sent to, end all their
-- sessions and the trust in their browsers. The secret and all others of its
-- kind are used up. Whoever has it reads the messages to the address, which is
-- thereby confirmed. No row if the secret is not valid.
CREATE FUNCTION email_reset(token_hash bytea, new_password text)
RETURNS TABLE (nickname text)
LANGUAGE plpgsql AS $$
DECLARE
    secret email_secret;
BEGIN
    SELECT * INTO secret FROM email_secret_hold(token_hash, 'reset');
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM password_change(secret.person, new_password);
    DELETE FROM trusted_browser t WHERE t.person = secret.person;
    PERFORM email_take(p.id, p.email, p.email_key)
       FROM person p
      WHERE p.id = secret.person AND p.email_key = secret.email_key
        AND p.email_confirmed_at IS NULL;
    RETURN QUERY SELECT p.nickname FROM person p WHERE p.id = secret.person;
END
$$;

-- Change the member's address, or for NULL, ask them once more to confirm it.
-- If the site sends mail, a new address becomes theirs when they confirm it;
-- otherwise it does at once, and is not confirmed. outcome: 'sent': a message
-- is on its way; 'later': too many were sent, and "wait" are the seconds until
-- the next one may be; 'saved'; 'same': there is nothing to do.
CREATE FUNCTION email_set(
    member bigint, email text, email_key text, sends boolean,
    max_count integer, window_seconds integer,
    OUT outcome text, OUT wait integer)
LANGUAGE plpgsql AS $$
DECLARE
    before person;
BEGIN
    SELECT * INTO before FROM person p
     WHERE p.id = member FOR NO KEY UPDATE;
    outcome := 'same';
    IF email_set.email IS NULL THEN
        SELECT c.email, c.email_key INTO email, email_key
          FROM email_change c WHERE c.person = member;
        email := coalesce(email, before.email);
        email_key := coalesce(email_key, before.email_key);
    END IF;
    IF email IS NULL OR before.email = email
       AND (before.email_confirmed_at IS NOT NULL OR NOT sends) THEN
        DELETE FROM email_change c WHERE c.person = member;
        RETURN;
    END IF;
    IF NOT sends THEN
        UPDATE person p
           SET email = email_set.email, email_key = email_set.email_key,
               email_confirmed_at = NULL
         WHERE p.id = member;
        DELETE FROM email_change c WHERE c.person = member;
        DELETE FROM email_secret s
         WHERE s.person = member AND s.purpose IN ('confirm', 'reset');
        outcome := 'saved';
        RETURN;
    END IF;

    wait := rate_take('confirm of ' || member, max_count, window_seconds);
    outcome := 'later';
    IF wait > 0 THEN
        RETURN;
    END IF;
    DELETE FROM email_change c WHERE c.person = member;
    IF before.email = email THEN
        PERFORM email_ask('confirm', member, email, email_key, max_count,
                          window_seconds);
    ELSE
        INSERT INTO email_change VALUES (member, email, email_key);
        PERFORM email_ask('change', member, email, email_key, max_count,
                          window_seconds);
    END IF;
    outcome := 'sent';
END
$$;

-- Count a request for a new password, by the network address and by the login
-- that was typed, and queue a message, whether there is such a member or not:
-- that is decided when the message is sent, so a visitor cannot find out.
-- Return 0, or the seconds until the next request is allowed.
CREATE FUNCTION email_forgotten(
    address text, address_max_count integer, address_window_seconds integer,
    login text, login_max_count integer, login_window_seconds integer)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    wait integer := rate_take('forgotten ' || address, address_max_count,
                              address_window_seconds);
BEGIN
    IF wait = 0 THEN
        wait := rate_take('forgotten login ' || login, login_max_count,
                          login_window_seconds);
    END IF;
    IF wait = 0 THEN
        PERFORM mail_add('reset', NULL, NULL, login);
    END IF;
    PERFORM rate_sweep();
    RETURN wait;
END
$$;
