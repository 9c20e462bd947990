-- SPDX-License-Identifier: ISC
-- The home feed for a feed reader, which has no cookies, at a secret address.

CREATE TABLE private_feed (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    person     bigint NOT NULL REFERENCES person,
    made_at    timestamptz NOT NULL
);
CREATE INDEX private_feed_person ON private_feed (person);

COMMENT ON TABLE private_feed IS
'The secret address of a member''s home feed: at most one for each member.
Distributed by token_hash.';
COMMENT ON COLUMN private_feed.token_hash IS
'The hash of the secret: reading this table is not enough to open the address.';
COMMENT ON COLUMN private_feed.person IS
'The member whose home feed it is.';
COMMENT ON COLUMN private_feed.made_at IS
'When the address was made.';

-- Give the member's home feed a new secret address; NULL: none. The one before
-- no longer works. The member is locked, so that two requests at the same time
-- leave one address, the later one. Return whether there was one before.
CREATE FUNCTION private_feed_set(member bigint, token_hash bytea)
RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    had_one boolean;
BEGIN
    PERFORM FROM person p WHERE p.id = member FOR NO KEY UPDATE;
    DELETE FROM private_feed f WHERE f.person = member;
    had_one := FOUND;
    IF token_hash IS NOT NULL
       AND NOT EXISTS (SELECT FROM absent a WHERE a.person = member) THEN
        INSERT INTO private_feed (token_hash, person, made_at)
        VALUES (private_feed_set.token_hash, member, now());
    END IF;
    RETURN had_one;
END
$$;
