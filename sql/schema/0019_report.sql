-- SPDX-License-Identifier: ISC
-- Reports: what members and visitors tell the moderators about a post or a
-- member. Only moderators see them, and nobody sees those about themselves.

CREATE SEQUENCE report_number;

CREATE TABLE report (
    person     bigint NOT NULL REFERENCES person,
    id         bigint NOT NULL CHECK (id > 0),
    post       bigint,
    body       text,
    reporter   bigint REFERENCES person,
    reason     text COLLATE "C" NOT NULL
               CHECK (reason IN ('spam', 'abuse', 'illegal', 'other')),
    words      text NOT NULL CHECK (char_length(words) <= 4000),
    created_at timestamptz NOT NULL DEFAULT now(),
    state      text COLLATE "C" NOT NULL DEFAULT 'open'
               CHECK (state IN ('open', 'closed')),
    closed_at  timestamptz,
    closed_by  bigint REFERENCES person,
    outcome    text,
    PRIMARY KEY (person, id),
    CHECK ((post IS NULL) = (body IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'closed') = (outcome IS NOT NULL)),
    CHECK (closed_by IS NULL OR state = 'closed'),
    CONSTRAINT report_not_oneself CHECK (reporter <> person)
);
CREATE INDEX report_id ON report (id);
CREATE INDEX report_state ON report (state, id) INCLUDE (person);
CREATE INDEX report_reporter ON report (reporter);
CREATE INDEX report_closed_by ON report (closed_by);
CREATE INDEX report_closed_at ON report (closed_at);
CREATE UNIQUE INDEX report_once ON report (person, reporter, coalesce(post, 0))
 WHERE state = 'open';

COMMENT ON TABLE report IS
'Somebody tells the moderators about a post or a member. Closed ones are kept for
half a year. Distributed by person.';
COMMENT ON COLUMN report.person IS
'The member whom it is about; the author, if it is about a post.';
COMMENT ON COLUMN report.id IS
'Made by id_from_time() when it was reported: newer reports have greater ids.';
COMMENT ON COLUMN report.post IS
'The post that it is about, which may have been deleted since; NULL if it is about
the member.';
COMMENT ON COLUMN report.body IS
'The text of the post as it was when it was reported.';
COMMENT ON COLUMN report.reporter IS
'The member who reported it; NULL for a visitor, and once that member has left.
Nobody but moderators may learn this.';
COMMENT ON COLUMN report.reason IS
'What kind of problem it is.';
COMMENT ON COLUMN report.words IS
'What the reporter wrote about it; may be empty.';
COMMENT ON COLUMN report.created_at IS
'When it was reported.';
COMMENT ON COLUMN report.state IS
'open: a moderator has yet to look at it; closed: one has.';
COMMENT ON COLUMN report.closed_at IS
'When it was closed; NULL as long as it is open.';
COMMENT ON COLUMN report.closed_by IS
'The moderator who closed it; NULL if a command did, or that member has left.';
COMMENT ON COLUMN report.outcome IS
'What was done about it, in words for the other moderators.';

-- Add a report, unless the reporter (0: a visitor) or the network address has
-- reached the limit: then "wait" are the seconds until the next one is allowed.
-- A member who reports the same thing again changes their open report, and what
-- a visitor sends twice is added once: 'changed'. No row if there is no such
-- member (0).
CREATE FUNCTION report_add(
    reporter bigint, member bigint, reported_post bigint, post_body text,
    reason text, words text, address text, max_count integer,
    window_seconds integer)
RETURNS TABLE (nickname text, outcome text, wait integer)
LANGUAGE plpgsql AS $$
DECLARE
    known boolean := reporter <> 0;
BEGIN
    SELECT p.nickname INTO nickname FROM person p WHERE p.id = member;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    wait := 0;
    outcome := 'self';
    IF member <> reporter THEN
        wait := rate_take('reports ' || CASE WHEN known THEN reporter::text
                                        ELSE 'from ' || address END,
                          max_count, window_seconds);
    END IF;
    IF member = reporter OR wait > 0 THEN
        RETURN NEXT;
        RETURN;
    END IF;

    outcome := 'changed';
    IF known THEN
        UPDATE report r
           SET reason = report_add.reason, words = report_add.words
         WHERE r.person = member AND r.reporter = report_add.reporter
           AND coalesce(r.post, 0) = coalesce(reported_post, 0)
           AND r.state = 'open';
    ELSE
        PERFORM FROM report r
          WHERE r.person = member AND r.state = 'open' AND r.reporter IS NULL
            AND coalesce(r.post, 0) = coalesce(reported_post, 0)
            AND r.reason = report_add.reason AND r.words = report_add.words;
    END IF;
    IF NOT FOUND THEN
        INSERT INTO report AS r
               (person, id, post, body, reporter, reason, words)
        VALUES (member, id_from_time(now(), nextval('report_number')),
                reported_post, post_body, nullif(report_add.reporter, 0),
                report_add.reason, report_add.words)
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'reported' ELSE 'changed' END;
    END IF;
    PERFORM rate_sweep();
    RETURN NEXT;
END
$$;

-- Return whether this reporter may report anything: a visitor may if the site
-- shows visitors something.
CREATE FUNCTION report_allowed(reporter bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN reporter <> 0 OR NOT (SELECT s.members_only FROM site s);
END
$$;

-- Report the member with this nickname, present or former. Whoever blocks a
-- member may report them; a member who is blocked, and whoever is absent, finds
-- nobody, as does everyone for a nickname that nobody has.
CREATE FUNCTION report_person(
    reporter bigint, nick text, reason text, words text, address text,
    max_count integer, window_seconds integer)
RETURNS TABLE (nickname text, outcome text, wait integer)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint := (SELECT v.id FROM person_visible_to(reporter, nick) v
                       WHERE report_allowed(reporter));
BEGIN
    RETURN QUERY SELECT * FROM report_add(
        reporter, coalesce(target, 0), NULL, NULL, reason, words, address,
        max_count, window_seconds);
END
$$;

-- Report a post that the reporter can see: post_find has the same conditions,
-- and takes the same time in all cases, too.
CREATE FUNCTION report_post(
    reporter bigint, reported bigint, reason text, words text, address text,
    max_count integer, window_seconds integer)
RETURNS TABLE (nickname text, outcome text, wait integer)
LANGUAGE plpgsql AS $$
DECLARE
    writer bigint := coalesce((SELECT p.author FROM post p
                                WHERE p.id = reported AND p.original IS NULL
                                LIMIT 1), 0);
    body_now text;
BEGIN
    PERFORM pair_lock(reporter, writer);
    IF EXISTS (SELECT FROM absent a WHERE a.person IN (reporter, writer))
       OR EXISTS (SELECT FROM block_pair b
                   WHERE b.person = reporter AND b.other = writer)
       OR NOT report_allowed(reporter) THEN
        writer := 0;
    END IF;
    SELECT p.author, p.body INTO writer, body_now
      FROM post p
     WHERE p.author = writer AND p.id = reported;
    RETURN QUERY SELECT * FROM report_add(
        reporter, coalesce(writer, 0), reported, body_now, reason, words, address,
        max_count, window_seconds);
END
$$;

-- Close an open report about a member; or for NULL, all of them. Return how many
-- there were: of two moderators at once, one gets 0. Moderators cannot close
-- those about themselves; NULL is an operator. What a moderator does about a
-- member calls this in the same transaction. The rows are locked in the order of
-- their ids, so that two who close all of them do not deadlock.
CREATE FUNCTION report_close(
    moderator bigint, member bigint, report bigint, outcome text)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    closed integer;
BEGIN
    UPDATE report r
       SET state = 'closed', closed_at = now(), closed_by = moderator,
           outcome = report_close.outcome
      FROM (SELECT o.person, o.id FROM report o
             WHERE o.person = member AND o.state = 'open'
               AND (report_close.report IS NULL OR o.id = report_close.report)
               AND o.person IS DISTINCT FROM moderator
             ORDER BY o.id
               FOR UPDATE) o
     WHERE r.person = o.person AND r.id = o.id;
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed;
END
$$;

-- Close a report without doing anything about the member, or all that are open
-- about them. "closed" is how many there were. No row: there is no such report,
-- or it is about the moderator, who may also no longer be one.
--
-- The log says so, but without the words, which stay with the report. It says
-- nothing about other moderators, who read the log and must not find reports
-- about themselves.
CREATE FUNCTION report_dismiss(
    moderator bigint, report bigint, words text, everything boolean)
RETURNS TABLE (nickname text, closed integer)
LANGUAGE plpgsql AS $$
DECLARE
    member bigint;
    member_role text;
BEGIN
    SELECT p.id, p.role, p.nickname
      INTO member, member_role, report_dismiss.nickname
      FROM report r
      JOIN person p ON p.id = r.person
     WHERE r.id = report_dismiss.report
       AND r.person IS DISTINCT FROM moderator
       AND (moderator IS NULL
            OR EXISTS (SELECT FROM person m
                        WHERE m.id = moderator AND m.role <> 'member'));
    IF FOUND THEN
        closed := report_close(
            moderator, member,
            CASE WHEN NOT everything THEN report_dismiss.report END,
            'No action' || CASE words WHEN '' THEN '' ELSE ': ' || words END);
        IF closed > 0 AND member_role = 'member' THEN
            PERFORM moderation_note(moderator, 'dismiss', member, NULL, '',
                                    report);
        END IF;
        RETURN NEXT;
    END IF;
END
$$;

-- Delete some reports that were closed half a year ago. Return whether there may
-- be more. By then it is known whether the member did it again, and nobody needs
-- to know any more who reported whom.
CREATE FUNCTION report_sweep() RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    max_rows CONSTANT integer := 500;
    removed integer;
BEGIN
    DELETE FROM report r
     USING (SELECT o.person, o.id FROM report o
             WHERE o.closed_at < now() - interval '180 days'
             LIMIT max_rows
               FOR UPDATE SKIP LOCKED) o
     WHERE r.person = o.person AND r.id = o.id;
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed = max_rows;
END
$$;
