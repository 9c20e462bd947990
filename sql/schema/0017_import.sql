-- SPDX-License-Identifier: ISC
-- Imports: archives that members upload, and how far the clerk has got with
-- each. The clerk reads an upload record by record. What a record changes and
-- the position behind it are one transaction, so an import that is interrupted
-- goes on where it was, and nothing is done twice.

CREATE SEQUENCE import_number;

CREATE TABLE import (
    member      bigint NOT NULL REFERENCES person,
    id          bigint NOT NULL CHECK (id > 0),
    kind        text COLLATE "C" NOT NULL
                CHECK (kind IN ('archive', 'follows', 'blocks', 'mutes',
                                'lists')),
    state       text COLLATE "C" NOT NULL DEFAULT 'arriving'
                CHECK (state IN ('arriving', 'waiting', 'done', 'failed')),
    host        text COLLATE "C" NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    total       bigint,
    done        bigint NOT NULL DEFAULT 0,
    posts       bigint NOT NULL DEFAULT 0,
    people      bigint NOT NULL DEFAULT 0,
    marks       bigint NOT NULL DEFAULT 0,
    known       bigint NOT NULL DEFAULT 0,
    missing     bigint NOT NULL DEFAULT 0,
    problems    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (member, id)
);
CREATE UNIQUE INDEX import_one ON import (member)
 WHERE state IN ('arriving', 'waiting');
CREATE INDEX import_state ON import (state, id);

COMMENT ON TABLE import IS
'An upload of a member and what became of it. Kept for seven days. Distributed
by member.';
COMMENT ON COLUMN import.member IS
'The member who uploaded it, and into whose account it goes.';
COMMENT ON COLUMN import.id IS
'Made by id_from_time() when the upload began.';
COMMENT ON COLUMN import.kind IS
'What was uploaded: an archive, or the CSV file of follows, blocks, mutes or
lists.';
COMMENT ON COLUMN import.state IS
'arriving: the upload is not complete; waiting: the clerk works on it, or will;
done; failed: it could not be read to its end.';
COMMENT ON COLUMN import.host IS
'The host of this site as the member''s browser knows it: addresses with another
one are of other people.';
COMMENT ON COLUMN import.started_at IS
'When the upload began.';
COMMENT ON COLUMN import.total IS
'How many records it has; NULL until the clerk has counted them.';
COMMENT ON COLUMN import.done IS
'How many of its records are done.';
COMMENT ON COLUMN import.posts IS
'How many posts were added.';
COMMENT ON COLUMN import.people IS
'How many people are now followed, blocked, muted or on a list.';
COMMENT ON COLUMN import.marks IS
'How many bookmarks, followed hashtags and muted conversations were added.';
COMMENT ON COLUMN import.known IS
'How many records changed nothing, because everything was there already.';
COMMENT ON COLUMN import.missing IS
'How many people and posts were not found here.';
COMMENT ON COLUMN import.problems IS
'How many records were left out; import_problem has the first of them.';

CREATE TABLE import_part (
    member bigint NOT NULL,
    import bigint NOT NULL,
    number bigint NOT NULL,
    data   bytea NOT NULL,
    PRIMARY KEY (member, import, number),
    FOREIGN KEY (member, import) REFERENCES import ON DELETE CASCADE
);
ALTER TABLE import_part ALTER COLUMN data SET STORAGE EXTERNAL;

COMMENT ON TABLE import_part IS
'A piece of an upload, so that no process has to keep the whole while it
arrives. Deleted when the import is over. Not compressed: archives are.
Distributed by member.';
COMMENT ON COLUMN import_part.member IS
'The member whose upload it is.';
COMMENT ON COLUMN import_part.import IS
'Which of the member''s imports.';
COMMENT ON COLUMN import_part.number IS
'Which piece of the upload, from 0.';
COMMENT ON COLUMN import_part.data IS
'Its bytes.';

CREATE TABLE import_problem (
    member bigint NOT NULL,
    import bigint NOT NULL,
    number bigint NOT NULL,
    file   text NOT NULL,
    line   bigint NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (member, import, number),
    FOREIGN KEY (member, import) REFERENCES import ON DELETE CASCADE
);

COMMENT ON TABLE import_problem IS
'Why a record was left out; at most two hundred of each import. Distributed by
member.';
COMMENT ON COLUMN import_problem.member IS
'The member whose import it is.';
COMMENT ON COLUMN import_problem.import IS
'Which of the member''s imports.';
COMMENT ON COLUMN import_problem.number IS
'Which record of the import, from 1.';
COMMENT ON COLUMN import_problem.file IS
'The file of the archive.';
COMMENT ON COLUMN import_problem.line IS
'The line of that file; 0 for the file as a whole.';
COMMENT ON COLUMN import_problem.reason IS
'What is wrong with it, as a sentence for the member.';

-- Begin an upload, instead of one that never arrived. No row if an import of
-- this member is under way.
CREATE FUNCTION import_begin(member bigint, kind text, host text)
RETURNS TABLE (id bigint)
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM import i
     WHERE i.member = import_begin.member AND i.state = 'arriving';
    id := id_from_time(now(), nextval('import_number'));
    INSERT INTO import AS i (member, id, kind, host)
    VALUES (import_begin.member, import_begin.id, import_begin.kind,
            import_begin.host)
        ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN NEXT;
    END IF;
END
$$;

-- Move an import to the position behind a record. Return whether it was at the
-- position before it; if not, another clerk is at work, or the import is over,
-- or the member is absent, and the record must not be done. The member's row is
-- locked, so that a suspension comes before the record or after it; the import
-- goes on when the member is restored. Until the transaction ends, nobody else can.
-- The functions that do a record return that as "moved".
CREATE FUNCTION import_move(
    member bigint, import bigint, old_done bigint, new_done bigint)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM person p WHERE p.id = import_move.member FOR SHARE;
    UPDATE import i SET done = new_done
     WHERE i.member = import_move.member AND i.id = import_move.import
       AND i.state = 'waiting' AND i.done = old_done
       AND NOT EXISTS (SELECT FROM absent a WHERE a.person = i.member);
    RETURN FOUND;
END
$$;

-- Note that the record at this position was left out, and why. Only the first
-- two hundred reasons are kept: nobody reads more.
CREATE FUNCTION import_note(
    member bigint, import bigint, number bigint, file text, line bigint,
    reason text)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO import_problem AS p (member, import, number, file, line, reason)
    SELECT import_note.member, import_note.import, import_note.number,
           import_note.file, import_note.line, import_note.reason
     WHERE (SELECT count(*) FROM import_problem q
             WHERE q.member = import_note.member
               AND q.import = import_note.import) < 200
        ON CONFLICT DO NOTHING;
END
$$;

-- Note that a record was left out. If it is about a person or post of another site,
-- "missing" is true.
CREATE FUNCTION import_skip(
    member bigint, import bigint, old_done bigint, file text, line bigint,
    reason text, missing boolean, OUT moved boolean)
LANGUAGE plpgsql AS $$
BEGIN
    moved := import_move(member, import, old_done, old_done + 1);
    IF moved THEN
        UPDATE import i
           SET missing = i.missing + import_skip.missing::integer,
               problems = i.problems + (NOT import_skip.missing)::integer
         WHERE i.member = import_skip.member AND i.id = import_skip.import;
        PERFORM import_note(member, import, old_done + 1, file, line, reason);
    END IF;
END
$$;

-- Return the post that a reply of this member and of that time answers. NULL if
-- it is none, if the member cannot see that post, or may not answer it: an import
-- must not do what the author of that post does not want.
CREATE FUNCTION import_parent(member bigint, parent bigint, at timestamptz)
RETURNS post
LANGUAGE plpgsql AS $$
DECLARE
    answered post;
BEGIN
    IF parent <> 0 THEN
        answered := post_visible_to(member, parent);
        IF answered.created_at <= at
           AND post_can_reply(answered.author, answered.audience,
                              answered.mentioned, member) THEN
            RETURN answered;
        END IF;
    END IF;
    RETURN NULL;
END
$$;

-- Add posts, given as an array of JSON objects with at, id, body, the number of
-- its characters, line, and the parent, audience, mentions and tags of post_add(),
-- and updated: when it was edited, or null; unless the member has them already,
-- even if with another text since. Those that are longer than the site allows now
-- are left out. A post keeps its id if that fits its time and nobody here has it,
-- so that an archive of the same posts has the same ids again. A reply whose
-- parent the member does not see here, or may not answer, becomes an ordinary
-- post. Nothing counts towards the limit of posts, and nobody is notified.
--
-- Two imports at once must not take the same id, which no constraint forbids:
-- ids are only unique for each author. So they take turns.
CREATE FUNCTION import_posts(
    member bigint, import bigint, old_done bigint, posts jsonb,
    OUT moved boolean, OUT changed text)
LANGUAGE plpgsql AS $$
DECLARE
    item record;
    first_id bigint;
    new_id bigint;
    answered post;
    added integer := 0;
    skipped integer := 0;
    number bigint := old_done;
    most integer := (SELECT s.post_length FROM site s);
BEGIN
    moved := import_move(member, import, old_done,
                         old_done + jsonb_array_length(posts));
    IF NOT moved THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('import_posts', 0));
    FOR item IN
        SELECT * FROM jsonb_to_recordset(posts)
                   AS t (at timestamptz, id bigint, body text,
                         characters bigint, line bigint, parent bigint,
                         audience "char", updated timestamptz, mentions text,
                         tags text)
    LOOP
        number := number + 1;
        IF item.at > now() THEN
            skipped := skipped + 1;
            PERFORM import_note(member, import, number, 'outbox.json',
                                item.line, 'the time is in the future');
            CONTINUE;
        END IF;
        first_id := id_from_time(item.at, 0);
        CONTINUE WHEN EXISTS (
            SELECT FROM post p
             WHERE p.author = import_posts.member
               AND (p.id BETWEEN first_id AND first_id + 1048575
                    AND p.created_at = item.at
                    OR p.id = item.id)
               AND (p.id = item.id AND p.created_at = item.at
                    OR item.body IN (SELECT p.body UNION ALL
                                     SELECT v.body FROM post_version v
                                      WHERE v.author = p.author
                                        AND v.post = p.id)));
        IF item.characters > most
           OR char_length(item.body) > post_code_points(most) THEN
            skipped := skipped + 1;
            PERFORM import_note(member, import, number, 'outbox.json',
                                item.line, 'this post has '
                                || item.characters || ' characters; here, '
                                || 'a post can have at most ' || most);
            CONTINUE;
        END IF;
        new_id := item.id;
        WHILE new_id IS NULL OR new_id >> 20 <> first_id >> 20
              OR EXISTS (SELECT FROM post p WHERE p.id = new_id) LOOP
            new_id := id_from_time(item.at, nextval('post_number'));
        END LOOP;
        answered := import_parent(member, item.parent, item.at);
        INSERT INTO post (author, id, body, created_at, parent, parent_author,
                          path, audience, mentioned, edited_at)
        VALUES (import_posts.member, new_id, item.body, item.at, answered.id,
                answered.author,
                CASE WHEN answered.id IS NOT NULL
                     THEN (coalesce(answered.path, ARRAY[answered.id]))[1:99]
                          || new_id END,
                item.audience, post_mentioned(member, item.mentions),
                CASE WHEN item.updated BETWEEN item.at AND now()
                     THEN item.updated END);
        PERFORM post_count_add(answered.author, answered.id, 1, 0, 0);
        IF item.tags <> '' THEN
            PERFORM post_set_tags(member, new_id,
                                  string_to_array(item.tags, ' '));
        END IF;
        PERFORM search_add(member, new_id, item.body);
        added := added + 1;
    END LOOP;

    UPDATE import i
       SET posts = i.posts + added,
           problems = i.problems + skipped,
           known = i.known + jsonb_array_length(import_posts.posts)
                   - added - skipped
     WHERE i.member = import_posts.member AND i.id = import_posts.import;
    IF added > 0 THEN
        PERFORM count_add(member, 0, 0, added);
        changed := 'posts';
    END IF;
END
$$;

-- Keep a post, mute a conversation or follow a hashtag ("what": bookmark, thread,
-- tag).
CREATE FUNCTION import_mark(
    member bigint, import bigint, old_done bigint, what text, post bigint,
    tag text, file text, line bigint, OUT moved boolean)
LANGUAGE plpgsql AS $$
DECLARE
    result text;
    reason text;
BEGIN
    moved := import_move(member, import, old_done, old_done + 1);
    IF NOT moved THEN
        RETURN;
    END IF;
    CASE what
    WHEN 'bookmark' THEN
        SELECT b.outcome INTO result FROM bookmark_add(member, post) b;
    WHEN 'thread' THEN
        SELECT t.outcome INTO result FROM thread_mute_add(member, post) t;
    ELSE
        result := tag_follow_add(member, tag, 100);
    END CASE;

    reason := CASE coalesce(result, '')
              WHEN '' THEN 'there is no such post here'
              WHEN 'full' THEN 'you already follow a hundred hashtags'
              END;
    UPDATE import i
       SET marks = i.marks + (reason IS NULL AND result <> 'already')::integer,
           known = i.known + (reason IS NULL AND result = 'already')::integer,
           missing = i.missing + (result IS NULL)::integer,
           problems = i.problems
                      + (reason IS NOT NULL AND result IS NOT NULL)::integer
     WHERE i.member = import_mark.member AND i.id = import_mark.import;
    IF reason IS NOT NULL THEN
        PERFORM import_note(member, import, old_done + 1, file, line, reason);
    END IF;
END
$$;

-- Return the list of this name, which is made if the owner has none; NULL if
-- the owner already has max_count lists.
CREATE FUNCTION import_list_named(owner bigint, name text, max_count integer)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    list bigint := (SELECT l.id FROM list l
                     WHERE l.owner = import_list_named.owner
                       AND lower(l.name) = lower(import_list_named.name));
BEGIN
    IF list IS NULL THEN
        list := (SELECT a.id FROM list_add(owner, name, max_count) a);
    END IF;
    RETURN list;
END
$$;

-- Follow, block or mute a member, or put them on a list ("what": follow;
-- follow-posts, which is without the boosts; block, mute, list). There is no
-- limit, and nobody is told.
CREATE FUNCTION import_person(
    member bigint, import bigint, old_done bigint, what text, nick text,
    list text, file text, line bigint, OUT moved boolean, OUT changed text)
LANGUAGE plpgsql AS $$
DECLARE
    result text;
    owned bigint;
    reason text;
BEGIN
    moved := import_move(member, import, old_done, old_done + 1);
    IF NOT moved THEN
        RETURN;
    END IF;
    CASE what
    WHEN 'follow', 'follow-posts' THEN
        SELECT CASE f.outcome WHEN 'blocked' THEN 'refused' ELSE f.outcome END,
               f.changed
          INTO result, import_person.changed
          FROM follow_add(member, nick, 0, 0) f;
        IF result = 'followed' THEN
            DELETE FROM notification n
             USING nickname k
             WHERE k.key = lower(nick) AND n.person = k.person
               AND n.kind = 'follow' AND n.actor = import_person.member;
        END IF;
        IF what = 'follow-posts' AND result IN ('followed', 'already') THEN
            PERFORM boost_mute_add(member, nick);
        END IF;
    WHEN 'block' THEN
        SELECT b.outcome, b.changed INTO result, import_person.changed
          FROM block_add(member, nick) b;
    WHEN 'mute' THEN
        SELECT m.outcome INTO result FROM mute_add(member, nick) m;
    ELSE
        owned := import_list_named(member, list, 100);
        SELECT a.outcome INTO result
          FROM list_member_add(member, owned, nick) a;
        result := CASE WHEN owned IS NULL THEN 'full' ELSE result END;
    END CASE;

    reason := CASE coalesce(result, '')
              WHEN '' THEN 'nobody here is called ' || nick
              WHEN 'self' THEN nick || ' is you'
              WHEN 'refused' THEN 'you block ' || nick
              WHEN 'full' THEN 'you already have a hundred lists'
              END;
    UPDATE import i
       SET people = i.people + (reason IS NULL AND result <> 'already')::integer,
           known = i.known + (reason IS NULL AND result = 'already')::integer,
           missing = i.missing + (result IS NULL)::integer,
           problems = i.problems
                      + (reason IS NOT NULL AND result IS NOT NULL)::integer
     WHERE i.member = import_person.member AND i.id = import_person.import;
    IF reason IS NOT NULL THEN
        PERFORM import_note(member, import, old_done + 1, file, line, reason);
    END IF;
END
$$;

-- Set the member's description of themselves, unless there is one, and their
-- links, unless there are any.
CREATE FUNCTION import_profile(
    member bigint, import bigint, old_done bigint, about_me text,
    addresses text, OUT moved boolean, OUT changed text)
LANGUAGE plpgsql AS $$
BEGIN
    moved := import_move(member, import, old_done, old_done + 1);
    IF moved THEN
        PERFORM FROM person p WHERE p.id = member FOR NO KEY UPDATE;
        UPDATE person p SET about_me = import_profile.about_me
         WHERE p.id = import_profile.member AND p.about_me = ''
           AND import_profile.about_me <> '';
        IF FOUND THEN
            changed := 'person/' || member || ' posts';
        END IF;
        IF addresses <> '' AND profile_link_text(member) = '' THEN
            PERFORM profile_link_set(member, addresses);
            changed := 'person/' || member || ' posts';
        END IF;
    END IF;
END
$$;

-- Add a list, unless the member has one of that name.
CREATE FUNCTION import_list(
    member bigint, import bigint, old_done bigint, name text,
    exclusive boolean, file text, OUT moved boolean)
LANGUAGE plpgsql AS $$
DECLARE
    added record;
BEGIN
    moved := import_move(member, import, old_done, old_done + 1);
    IF NOT moved THEN
        RETURN;
    END IF;
    SELECT * INTO added FROM list_add(member, name, 100);
    IF added.outcome = 'added' THEN
        UPDATE list l SET exclusive = import_list.exclusive
         WHERE l.owner = import_list.member AND l.id = added.id;
    ELSIF added.outcome = 'full' THEN
        UPDATE import i SET problems = i.problems + 1
         WHERE i.member = import_list.member AND i.id = import_list.import;
        PERFORM import_note(member, import, old_done + 1, file, 0,
                            'you already have a hundred lists');
    END IF;
END
$$;

-- Return the oldest import that no other clerk works on, of no absent member. This one keeps it
-- until import_finish(), or until its connection ends.
CREATE FUNCTION import_next()
RETURNS TABLE (
    member bigint, id bigint, kind text, host text, total bigint, done bigint)
LANGUAGE plpgsql AS $$
BEGIN
    FOR member, id, kind, host, total, done IN
        SELECT i.member, i.id, i.kind, i.host, i.total, i.done
          FROM import i
         WHERE i.state = 'waiting'
           AND NOT EXISTS (SELECT FROM absent a WHERE a.person = i.member)
         ORDER BY i.id
    LOOP
        IF pg_try_advisory_lock(hashint8extended(id, 0)) THEN
            RETURN NEXT;
            RETURN;
        END IF;
    END LOOP;
END
$$;

-- End an import: as 'done', or as 'failed' for this reason.
CREATE FUNCTION import_finish(
    member bigint, import bigint, file text, reason text)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE import i
       SET state = CASE WHEN reason IS NULL THEN 'done' ELSE 'failed' END,
           total = coalesce(i.total, i.done)
     WHERE i.member = import_finish.member AND i.id = import_finish.import
       AND i.state = 'waiting';
    IF FOUND AND reason IS NOT NULL THEN
        -- Behind the last record.
        PERFORM import_note(member, import, (SELECT i.done + 1 FROM import i
            WHERE i.member = import_finish.member
              AND i.id = import_finish.import), file, 0, reason);
    END IF;
    DELETE FROM import_part p
     WHERE p.member = import_finish.member AND p.import = import_finish.import;
    PERFORM pg_advisory_unlock_all();
END
$$;

-- Delete an import that is a week old, or one that stopped arriving an hour
-- ago. Return whether there may be another.
CREATE FUNCTION import_sweep() RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM import i
     USING (SELECT o.member, o.id FROM import o
             WHERE o.state IN ('done', 'failed')
               AND o.id < id_from_time(now() - interval '7 days', 0)
                OR o.state = 'arriving'
               AND o.id < id_from_time(now() - interval '1 hour', 0)
             LIMIT 1
               FOR UPDATE SKIP LOCKED) o
     WHERE i.member = o.member AND i.id = o.id;
    RETURN FOUND;
END
$$;
