-- SPDX-License-Identifier: ISC
-- Browsers that are trusted because a member signed in with them before.

CREATE TABLE trusted_browser (
    token_hash    bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    person        bigint NOT NULL REFERENCES person,
    used_at       timestamptz NOT NULL DEFAULT now(),
    no_code_until timestamptz,
    PRIMARY KEY (token_hash, person)
);
CREATE INDEX trusted_browser_person ON trusted_browser (person);

COMMENT ON TABLE trusted_browser IS
'A browser that a member has signed in with. That grants no access, but its
sign-in attempts are counted apart from those of strangers, who therefore cannot
lock the member out. If the member says so, it need not show a code for a while.
Distributed by token_hash.';
COMMENT ON COLUMN trusted_browser.token_hash IS
'The hash of the secret in the browser''s cookie.';
COMMENT ON COLUMN trusted_browser.person IS
'The member who signed in.';
COMMENT ON COLUMN trusted_browser.used_at IS
'When the member last signed in with it.';
COMMENT ON COLUMN trusted_browser.no_code_until IS
'Until when signing in with it needs no code, if the member uses two-factor
sign-in; NULL if it always does. Only a code starts this, and together with a
new secret.';

-- Return whether the browser is trusted by a member that the login may refer
-- to.
CREATE FUNCTION browser_is_trusted(token_hash bytea, login text)
RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM person_by_login(login) m
          JOIN trusted_browser t ON t.person = m.id
         WHERE t.token_hash = browser_is_trusted.token_hash);
END
$$;

-- Trust the browser whose secret has this hash, because the member has just
-- signed in with it. Of the member's other browsers, keep the 19 used last
-- within 180 days.
CREATE FUNCTION browser_trust(token_hash bytea, member bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM trusted_browser t
     WHERE t.person = member
       AND t.token_hash <> browser_trust.token_hash
       AND t.token_hash NOT IN (
           SELECT o.token_hash FROM trusted_browser o
            WHERE o.person = member
              AND o.token_hash <> browser_trust.token_hash
              AND o.used_at > now() - interval '180 days'
            ORDER BY o.used_at DESC LIMIT 19);
    INSERT INTO trusted_browser (token_hash, person)
    VALUES (browser_trust.token_hash, member)
        ON CONFLICT ON CONSTRAINT trusted_browser_pkey
        DO UPDATE SET used_at = excluded.used_at;
END
$$;

-- The same, and for 30 days the browser need not show a code. It gets a new
-- secret, because somebody else could know the present one: whoever used the
-- browser before the member did. All its rows move there.
CREATE FUNCTION browser_trust_code(
    present bytea, token_hash bytea, member bigint)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO trusted_browser (token_hash, person, used_at, no_code_until)
    SELECT browser_trust_code.token_hash, t.person, t.used_at, t.no_code_until
      FROM trusted_browser t
     WHERE t.token_hash = present;
    DELETE FROM trusted_browser t WHERE t.token_hash = present;
    PERFORM browser_trust(token_hash, member);
    UPDATE trusted_browser t SET no_code_until = now() + interval '30 days'
     WHERE t.token_hash = browser_trust_code.token_hash AND t.person = member;
END
$$;

-- Let all browsers of this member show a code again.
CREATE FUNCTION browser_forget_code(member bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE trusted_browser t SET no_code_until = NULL
     WHERE t.person = member AND t.no_code_until IS NOT NULL;
END
$$;
