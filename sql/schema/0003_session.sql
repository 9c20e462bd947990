-- Who is signed in, and who tries to be.

CREATE TABLE session (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    person     bigint NOT NULL REFERENCES person,
    remembered boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_person ON session (person);

COMMENT ON TABLE session IS
'A browser that somebody signed in with. Distributed by token_hash.';
COMMENT ON COLUMN session.token_hash IS
'The hash of the secret in the cookie: who reads this table cannot sign in.';
COMMENT ON COLUMN session.person IS
'Who signed in.';
COMMENT ON COLUMN session.remembered IS
'Whether they asked to stay signed in.';
COMMENT ON COLUMN session.created_at IS
'When they signed in.';
COMMENT ON COLUMN session.used_at IS
'When the session was used last, to the minute.';

CREATE VIEW session_valid AS
SELECT token_hash, person, used_at
  FROM session
 WHERE CASE WHEN remembered THEN created_at > now() - interval '30 days'
            ELSE created_at > now() - interval '7 days'
                 AND used_at > now() - interval '24 hours'
       END;

COMMENT ON VIEW session_valid IS
'The sessions that have not run out: 30 days when remembered, else 24 hours
without use and 7 days at most.';
COMMENT ON COLUMN session_valid.token_hash IS 'As in session.';
COMMENT ON COLUMN session_valid.person IS 'As in session.';
COMMENT ON COLUMN session_valid.used_at IS 'As in session.';

CREATE TABLE attempt (
    key   text COLLATE "C" PRIMARY KEY,
    count integer NOT NULL CHECK (count >= 0),
    since timestamptz NOT NULL
);
CREATE INDEX attempt_since ON attempt (since);

COMMENT ON TABLE attempt IS
'How often somebody tried to sign in, so that guessing passwords takes for ever.
Distributed by key.';
COMMENT ON COLUMN attempt.key IS
'What is counted: a network address or an account, in lower case.';
COMMENT ON COLUMN attempt.count IS
'How many tries since then, the refused ones not counted.';
COMMENT ON COLUMN attempt.since IS
'When the first of these tries was.';

-- Count a try for this key, unless there were most of them within the span.
-- Answer: the seconds until the next one is allowed, 0 if this one is.
CREATE FUNCTION attempt_count(key text, most integer, span interval)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    first timestamptz;
BEGIN
    INSERT INTO attempt AS a (key, count, since)
    VALUES (lower(attempt_count.key COLLATE "C"), 1, now())
        ON CONFLICT ON CONSTRAINT attempt_pkey DO UPDATE
       SET count = CASE WHEN a.since > now() - span THEN a.count + 1 ELSE 1 END,
           since = CASE WHEN a.since > now() - span THEN a.since ELSE now() END
     WHERE a.count < most OR a.since <= now() - span;
    IF FOUND THEN
        RETURN 0;
    END IF;

    SELECT a.since INTO first FROM attempt a
     WHERE a.key = lower(attempt_count.key COLLATE "C");
    RETURN greatest(1, ceil(extract(epoch FROM first + span - now())));
END
$$;

-- Both counts of a try: first the address's, then, if that allows it, the
-- account's. Old counts are swept away a few at a time, after the locks.
CREATE FUNCTION attempt_take(
    address text, address_most integer, address_span interval,
    account text, account_most integer, account_span interval)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    wait integer;
BEGIN
    wait := attempt_count(address, address_most, address_span);
    IF wait = 0 THEN
        wait := attempt_count(account, account_most, account_span);
    END IF;

    DELETE FROM attempt WHERE key IN (
        SELECT key FROM attempt
         WHERE since < now() - greatest(address_span, account_span)
         ORDER BY since LIMIT 10 FOR UPDATE SKIP LOCKED);
    RETURN wait;
END
$$;

-- The try was a success. The locks are taken in attempt_take's order.
CREATE FUNCTION attempt_forgive(address text, account text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE attempt SET count = count - 1
     WHERE key = lower(address COLLATE "C") AND count > 0;
    DELETE FROM attempt WHERE key = lower(account COLLATE "C");
END
$$;
