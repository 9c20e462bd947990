-- SPDX-License-Identifier: ISC
-- Browsers that are trusted because a member signed in with them before.

CREATE TABLE trusted_browser (
    token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    person     bigint NOT NULL REFERENCES person,
    used_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (token_hash, person)
);
CREATE INDEX trusted_browser_person ON trusted_browser (person);

COMMENT ON TABLE trusted_browser IS
'A browser that a member has signed in with. That grants no access, but its
sign-in attempts are counted apart from those of strangers, who therefore cannot
lock the member out. Distributed by token_hash.';
COMMENT ON COLUMN trusted_browser.token_hash IS
'The hash of the secret in the browser''s cookie.';
COMMENT ON COLUMN trusted_browser.person IS
'The member who signed in.';
COMMENT ON COLUMN trusted_browser.used_at IS
'When the member last signed in with it.';

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
