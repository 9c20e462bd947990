-- SPDX-License-Identifier: ISC
-- Moderation: what moderators and operators do to members and posts, the log of
-- it, what the member concerned is told, and their appeals.

CREATE SEQUENCE moderation_number;

CREATE TABLE moderation (
    id        bigint PRIMARY KEY CHECK (id > 0),
    at        timestamptz NOT NULL DEFAULT now(),
    moderator bigint,
    moderator_nickname text COLLATE "C",
    action    text COLLATE "C" NOT NULL CHECK (action IN (
              'remove_post', 'restore_post', 'hide', 'unhide', 'suspend',
              'restore', 'remove', 'expire', 'close_network', 'open_network',
              'close_mail_domain', 'open_mail_domain', 'role', 'approve',
              'decline', 'settings', 'dismiss')),
    person    bigint,
    nickname  text COLLATE "C",
    post      bigint,
    post_body text,
    post_kept jsonb,
    object    text CHECK (char_length(object) <= 1000),
    words     text NOT NULL DEFAULT '' CHECK (char_length(words) <= 4000),
    report    bigint,
    undone_at timestamptz,
    undone_by bigint,
    CHECK ((moderator IS NULL) = (moderator_nickname IS NULL)),
    CHECK ((person IS NULL) = (nickname IS NULL))
);
CREATE INDEX moderation_person ON moderation (person, id);
CREATE INDEX moderation_post ON moderation (post) WHERE post IS NOT NULL;

COMMENT ON TABLE moderation IS
'The log: what moderators, admins and operators did, for other moderators. It
outlives the members in it, so it has no foreign keys. Distributed by id.';
COMMENT ON COLUMN moderation.id IS
'Made by id_from_time(): later actions have greater ids.';
COMMENT ON COLUMN moderation.at IS
'When it was done.';
COMMENT ON COLUMN moderation.moderator IS
'The member who did it; NULL: an operator''s command, or the site itself.';
COMMENT ON COLUMN moderation.moderator_nickname IS
'That member''s nickname then.';
COMMENT ON COLUMN moderation.action IS
'What was done. expire: 30 days after a suspension, the site deleted the
account.';
COMMENT ON COLUMN moderation.person IS
'The member concerned, or NULL: it was not about a member.';
COMMENT ON COLUMN moderation.nickname IS
'That member''s nickname then.';
COMMENT ON COLUMN moderation.post IS
'The post concerned, or NULL.';
COMMENT ON COLUMN moderation.post_body IS
'The text of a post that was removed, so that it can be restored; NULL when its
author has left.';
COMMENT ON COLUMN moderation.post_kept IS
'What else the post had, so that it can be restored; NULL when its time for that is
over.';
COMMENT ON COLUMN moderation.object IS
'What else it was about: a network, a mail domain, a role, a setting; or NULL.';
COMMENT ON COLUMN moderation.words IS
'The reason, as the member concerned is told it; may be empty.';
COMMENT ON COLUMN moderation.report IS
'The report that it was done about, or NULL.';
COMMENT ON COLUMN moderation.undone_at IS
'When it was undone, or NULL.';
COMMENT ON COLUMN moderation.undone_by IS
'The member who undid it; NULL as for moderator.';

CREATE TABLE hidden (
    person bigint PRIMARY KEY REFERENCES person,
    since  timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE hidden IS
'A member whose posts are shown to their followers and on their profile, but not
where everybody''s posts are. A table of its own, like absent, because it is
nearly always empty. Distributed: copied to every node.';
COMMENT ON COLUMN hidden.person IS
'The member.';
COMMENT ON COLUMN hidden.since IS
'Since when.';

CREATE VIEW unpromoted AS
SELECT person FROM absent
 UNION ALL
SELECT person FROM hidden;

COMMENT ON VIEW unpromoted IS
'The members whose posts are left out of everything that shows posts of all
members: explore, the front page.';
COMMENT ON COLUMN unpromoted.person IS
'The member. May be there twice.';

CREATE TABLE notice (
    person     bigint NOT NULL REFERENCES person,
    moderation bigint NOT NULL REFERENCES moderation,
    seen_at    timestamptz,
    PRIMARY KEY (person, moderation)
);
CREATE INDEX notice_unseen ON notice (person) WHERE seen_at IS NULL;

COMMENT ON TABLE notice IS
'What a member is told about: an action that concerned them, and what became of
it. Distributed by person.';
COMMENT ON COLUMN notice.person IS
'The member.';
COMMENT ON COLUMN notice.moderation IS
'The action.';
COMMENT ON COLUMN notice.seen_at IS
'When the member said that they have read it; NULL: not yet, or something has
changed since.';

CREATE TABLE appeal (
    moderation bigint PRIMARY KEY REFERENCES moderation,
    person     bigint NOT NULL REFERENCES person,
    words      text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 4000),
    at         timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz,
    decided_by bigint,
    outcome    text COLLATE "C" CHECK (outcome IN ('undone', 'kept')),
    answer     text NOT NULL DEFAULT '' CHECK (char_length(answer) <= 4000),
    CHECK ((decided_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX appeal_person ON appeal (person);
CREATE INDEX appeal_open ON appeal (moderation) WHERE decided_at IS NULL;

COMMENT ON TABLE appeal IS
'A member asks that an action be undone: once. Distributed by moderation.';
COMMENT ON COLUMN appeal.moderation IS
'The action.';
COMMENT ON COLUMN appeal.person IS
'The member.';
COMMENT ON COLUMN appeal.words IS
'Why, in their words.';
COMMENT ON COLUMN appeal.at IS
'When they appealed.';
COMMENT ON COLUMN appeal.decided_at IS
'When a moderator decided, or NULL.';
COMMENT ON COLUMN appeal.decided_by IS
'The moderator; NULL also for an operator''s command. No foreign key: they may
leave.';
COMMENT ON COLUMN appeal.outcome IS
'undone: so was the action; kept: it stays.';
COMMENT ON COLUMN appeal.answer IS
'What the moderator says to the member; may be empty.';

CREATE TABLE appeal_secret (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    person     bigint NOT NULL REFERENCES person,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX appeal_secret_person ON appeal_secret (person);

COMMENT ON TABLE appeal_secret IS
'A browser in which a suspended member has just proved who they are. It may read
why, and appeal, for ten minutes. Distributed by token_hash.';
COMMENT ON COLUMN appeal_secret.token_hash IS
'The hash of the secret in the browser''s cookie.';
COMMENT ON COLUMN appeal_secret.person IS
'The member.';
COMMENT ON COLUMN appeal_secret.created_at IS
'When they proved it.';

CREATE VIEW told AS
SELECT m.person, m.id, m.at, m.words, m.post_body, m.undone_at,
       m.action = 'remove_post' AS removed, m.action = 'hide' AS hidden,
       m.action = 'suspend' AS suspended,
       m.at + interval '30 days' AS until,
       a.words AS appeal, a.at AS appealed_at,
       coalesce(a.outcome = 'kept', false) AS kept, a.answer,
       m.undone_at IS NULL AND a.moderation IS NULL AS can_appeal
  FROM moderation m
  LEFT JOIN appeal a ON a.moderation = m.id
 WHERE m.person IS NOT NULL
   AND m.action IN ('remove_post', 'hide', 'suspend');

COMMENT ON VIEW told IS
'What the member concerned is told of an action, and of their appeal. Not who
did it.';
COMMENT ON COLUMN told.person IS
'The member.';
COMMENT ON COLUMN told.id IS
'The action.';
COMMENT ON COLUMN told.at IS
'When it was done.';
COMMENT ON COLUMN told.words IS
'As in moderation.';
COMMENT ON COLUMN told.post_body IS
'The text of their post that was removed, or NULL.';
COMMENT ON COLUMN told.undone_at IS
'When it was undone, or NULL.';
COMMENT ON COLUMN told.removed IS
'Whether a post of theirs was removed;';
COMMENT ON COLUMN told.hidden IS
'whether they were hidden;';
COMMENT ON COLUMN told.suspended IS
'whether they were suspended.';
COMMENT ON COLUMN told.until IS
'Until when it can be undone, except hiding, which always can.';
COMMENT ON COLUMN told.appeal IS
'What they wrote when they appealed, or NULL.';
COMMENT ON COLUMN told.appealed_at IS
'When they appealed, or NULL.';
COMMENT ON COLUMN told.kept IS
'Whether a moderator decided that the action stays.';
COMMENT ON COLUMN told.answer IS
'What the moderator says about the appeal; may be empty or NULL.';
COMMENT ON COLUMN told.can_appeal IS
'Whether they may appeal.';

-- Return what an action is in words, to be followed by the member or the thing
-- that it was about.
CREATE FUNCTION moderation_verb(action text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE action
        WHEN 'remove_post' THEN 'deleted a post by'
        WHEN 'restore_post' THEN 'brought back a post by'
        WHEN 'hide' THEN 'hid'
        WHEN 'unhide' THEN 'stopped hiding'
        WHEN 'suspend' THEN 'suspended'
        WHEN 'restore' THEN 'restored'
        WHEN 'remove' THEN 'deleted the account of'
        WHEN 'expire' THEN 'deleted, 30 days after they were suspended,'
        WHEN 'close_network' THEN 'closed sign-up for the network'
        WHEN 'open_network' THEN 'opened sign-up for the network'
        WHEN 'close_mail_domain' THEN 'closed sign-up for the mail domain'
        WHEN 'open_mail_domain' THEN 'opened sign-up for the mail domain'
        WHEN 'role' THEN 'changed the role of'
        WHEN 'approve' THEN 'let in'
        WHEN 'decline' THEN 'turned away'
        WHEN 'settings' THEN 'changed the settings'
        WHEN 'dismiss' THEN 'closed a report about' END;
END
$$;

-- Return whether an action can still be undone by moderation_undo().
CREATE FUNCTION moderation_can_undo(entry moderation) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN entry.undone_at IS NULL
           AND (entry.action = 'hide'
                OR entry.action = 'suspend'
                   AND entry.at > now() - interval '30 days'
                OR entry.action = 'remove_post'
                   AND entry.post_body IS NOT NULL
                   AND entry.at > now() - interval '30 days');
END
$$;

-- Return whether this member is suspended.
CREATE FUNCTION person_is_suspended(member bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM absent a
                    WHERE a.person = member AND a.reason = 'suspended');
END
$$;

-- Let the browser whose secret has this hash read why the member is suspended,
-- and appeal. Of the member's other browsers, keep the four newest.
CREATE FUNCTION suspension_show(token_hash bytea, member bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM appeal_secret s
     WHERE s.person = member
       AND s.token_hash NOT IN (
           SELECT o.token_hash FROM appeal_secret o
            WHERE o.person = member
            ORDER BY o.created_at DESC LIMIT 4);
    INSERT INTO appeal_secret (token_hash, person)
    VALUES (suspension_show.token_hash, member);
END
$$;

-- Return the suspended member who proved within the last ten minutes who they
-- are, in the browser whose secret has this hash; or NULL.
CREATE FUNCTION suspension_of(token_hash bytea) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT s.person FROM appeal_secret s
             WHERE s.token_hash = suspension_of.token_hash
               AND s.created_at > now() - interval '10 minutes'
               AND person_is_suspended(s.person));
END
$$;

-- Add to the log, and return the id of the entry. A moderator of NULL is an
-- operator's command. Every action calls this in its own transaction.
CREATE FUNCTION moderation_note(
    moderator bigint, action text, person bigint, object text, words text,
    report bigint)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    number bigint := id_from_time(now(), nextval('moderation_number'));
BEGIN
    INSERT INTO moderation (id, moderator, moderator_nickname, action, person,
                            nickname, object, words, report)
    SELECT number, m.id, m.nickname, moderation_note.action, t.id, t.nickname,
           moderation_note.object, coalesce(moderation_note.words, ''),
           moderation_note.report
      FROM (SELECT) one
      LEFT JOIN person m ON m.id = moderation_note.moderator
      LEFT JOIN person t ON t.id = moderation_note.person;
    RETURN number;
END
$$;

-- Lock a moderator and the member whom they act on, and return why they may
-- not, or NULL: 'not allowed' (any more): they are no moderator; 'self'; 'admin':
-- only an admin may act on one; 'last admin': nobody may suspend or delete the
-- only one; 'gone': there is no such member. A moderator of NULL is an operator's
-- command.
--
-- Both rows are locked in the order of their ids, so that two who act on each
-- other do not deadlock. Whoever makes an admin, or takes the role away, must
-- call admins_lock() first, too.
CREATE FUNCTION moderation_refusal(moderator bigint, target bigint, action text)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    role text;
    target_role text;
BEGIN
    PERFORM admins_lock();
    PERFORM FROM person p
      WHERE p.id IN (moderator, target)
      ORDER BY p.id
        FOR NO KEY UPDATE;
    role := CASE WHEN moderator IS NULL THEN 'admin'
            ELSE (SELECT p.role FROM person p
                   WHERE p.id = moderator
                     AND NOT EXISTS (SELECT FROM absent a
                                      WHERE a.person = p.id)) END;
    target_role := (SELECT p.role FROM person p
                     WHERE p.id = target
                       AND NOT EXISTS (SELECT FROM absent a
                                        WHERE a.person = p.id
                                          AND a.reason = 'left'));
    RETURN CASE
        WHEN coalesce(role, 'member') = 'member' THEN 'not allowed'
        WHEN target_role IS NULL THEN 'gone'
        WHEN moderator = target THEN 'self'
        WHEN target_role = 'admin' AND role <> 'admin' THEN 'admin'
        WHEN target_role = 'admin' AND action IN ('suspend', 'remove')
             AND NOT EXISTS (SELECT FROM person p
                              WHERE p.role = 'admin' AND p.id <> target
                                AND NOT EXISTS (SELECT FROM absent a
                                                 WHERE a.person = p.id))
        THEN 'last admin'
        END;
END
$$;

-- Wait for others who change who the admins are, until the transaction ends.
-- This must be a statement of its own, like pair_lock().
CREATE FUNCTION admins_lock() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('admins', 0));
END
$$;

-- Tell the member, on their next page, of an action, or of what became of it.
CREATE FUNCTION notice_give(person bigint, moderation bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO notice (person, moderation)
    VALUES (notice_give.person, notice_give.moderation)
        ON CONFLICT ON CONSTRAINT notice_pkey DO UPDATE SET seen_at = NULL;
    PERFORM notification_of_action(notice_give.person, moderation);
END
$$;

-- Note that the actions of this kind on this member, or on this post of theirs,
-- are undone, and tell the member.
CREATE FUNCTION moderation_take_back(
    moderator bigint, action text, person bigint, post bigint)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    undone bigint;
BEGIN
    FOR undone IN
        UPDATE moderation m
           SET undone_at = now(),
               undone_by = moderation_take_back.moderator
         WHERE m.person = moderation_take_back.person
           AND m.action = moderation_take_back.action
           AND (moderation_take_back.post IS NULL
                OR m.post = moderation_take_back.post)
           AND m.undone_at IS NULL
        RETURNING m.id
    LOOP
        PERFORM notice_give(moderation_take_back.person, undone);
    END LOOP;
END
$$;

-- Close the report that this action is about; and if nothing of the member
-- remains visible, all that are open.
CREATE FUNCTION moderation_close(
    moderator bigint, action text, target bigint, report bigint)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF report IS NOT NULL THEN
        PERFORM report_close(
            moderator, target,
            CASE WHEN action IN ('suspend', 'remove') THEN NULL
            ELSE report END,
            moderation_verb(action));
    END IF;
END
$$;

-- Do this to the member, whose row is locked. Return what changed; NULL if that
-- is done already, or too late.
CREATE FUNCTION moderation_do(action text, target bigint) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    CASE action
    WHEN 'suspend' THEN
        INSERT INTO absent (person, reason) VALUES (target, 'suspended')
            ON CONFLICT DO NOTHING;
        IF FOUND THEN
            DELETE FROM session s WHERE s.person = target;
            DELETE FROM pending_sign_in p WHERE p.person = target;
            DELETE FROM trusted_browser t WHERE t.person = target;
            RETURN 'everything';
        END IF;
    WHEN 'restore' THEN
        DELETE FROM absent a
         WHERE a.person = target AND a.reason = 'suspended'
           AND a.since > now() - interval '30 days';
        IF FOUND THEN
            DELETE FROM appeal_secret s WHERE s.person = target;
            RETURN 'everything';
        END IF;
    WHEN 'hide' THEN
        INSERT INTO hidden (person) VALUES (target) ON CONFLICT DO NOTHING;
        IF FOUND THEN
            RETURN 'posts';
        END IF;
    WHEN 'unhide' THEN
        DELETE FROM hidden h WHERE h.person = target;
        IF FOUND THEN
            RETURN 'posts';
        END IF;
    WHEN 'remove' THEN
        IF departure_mark(target) THEN
            RETURN 'everything';
        END IF;
    END CASE;
    RETURN NULL;
END
$$;

-- Suspend, restore, hide, unhide or remove the member with this nickname, present
-- or former. If the site sends mail, a suspended member with a confirmed address
-- is told so. outcome: 'done'; 'already'; 'too late': to restore them; or why the
-- moderator may not (moderation_refusal()). No row: there is no
-- such member.
CREATE FUNCTION moderation_act(
    moderator bigint, action text, nick text, words text, report bigint,
    sends boolean)
RETURNS TABLE (outcome text, id bigint, nickname text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint := (SELECT n.person FROM nickname n
                       WHERE n.key = lower(nick COLLATE "C"));
BEGIN
    outcome := moderation_refusal(moderator, target, action);
    IF outcome = 'gone' OR target IS NULL THEN
        RETURN;
    END IF;
    SELECT p.nickname INTO moderation_act.nickname
      FROM person p WHERE p.id = target;
    IF outcome IS NULL THEN
        changed := moderation_do(action, target);
        outcome := CASE WHEN changed IS NOT NULL THEN 'done'
                        WHEN action = 'restore' AND person_is_suspended(target)
                        THEN 'too late'
                        ELSE 'already' END;
    END IF;
    IF outcome = 'done' THEN
        id := moderation_note(moderator, action, target, NULL, words, report);
        CASE action
        WHEN 'restore' THEN
            PERFORM moderation_take_back(moderator, 'suspend', target, NULL);
        WHEN 'unhide' THEN
            PERFORM moderation_take_back(moderator, 'hide', target, NULL);
        WHEN 'remove' THEN
            NULL;
        ELSE
            PERFORM notice_give(target, id);
        END CASE;
        PERFORM moderation_close(moderator, action, target, report);
        IF action = 'suspend' AND sends THEN
            PERFORM mail_add('suspended', p.id, NULL, moderation_act.id::text)
               FROM person p
              WHERE p.id = target AND p.email_confirmed_at IS NOT NULL;
        END IF;
    END IF;
    RETURN NEXT;
END
$$;

-- Remove a post. outcome: as for moderation_act(). No row: there is no such
-- post.
CREATE FUNCTION moderation_remove_post(
    moderator bigint, post bigint, words text, report bigint)
RETURNS TABLE (outcome text, id bigint, nickname text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    removed post;
    versions jsonb;
    tags text[];
BEGIN
    SELECT * INTO removed FROM post p
     WHERE p.id = moderation_remove_post.post AND p.original IS NULL
     LIMIT 1
       FOR NO KEY UPDATE; -- so that nobody edits it meanwhile
    IF NOT FOUND THEN
        SELECT 'already', m.nickname
          INTO outcome, moderation_remove_post.nickname
          FROM moderation m
         WHERE m.post = moderation_remove_post.post
           AND m.action = 'remove_post' AND m.undone_at IS NULL
         LIMIT 1;
        IF FOUND THEN
            RETURN NEXT;
        END IF;
        RETURN;
    END IF;

    outcome := moderation_refusal(moderator, removed.author, 'remove_post');
    IF outcome = 'gone' THEN
        RETURN;
    END IF;
    SELECT p.nickname INTO moderation_remove_post.nickname
      FROM person p WHERE p.id = removed.author;
    IF outcome IS NULL THEN
        versions := (SELECT jsonb_agg(to_jsonb(v)) FROM post_version v
                      WHERE v.author = removed.author AND v.post = removed.id);
        tags := ARRAY(SELECT t.tag FROM post_tag t
                       WHERE t.author = removed.author
                         AND t.post = removed.id);
        SELECT d.changed INTO moderation_remove_post.changed
          FROM post_delete(removed.author, removed.id) d;
        outcome := CASE WHEN changed IS NULL THEN 'already' ELSE 'done' END;
    END IF;
    IF outcome = 'done' THEN
        id := moderation_note(moderator, 'remove_post', removed.author, NULL,
                              words, report);
        UPDATE moderation m
           SET post = removed.id, post_body = removed.body,
               post_kept = to_jsonb(removed) - 'body'
                           || jsonb_build_object('versions', versions,
                                                 'tags', tags)
         WHERE m.id = moderation_remove_post.id;
        PERFORM notice_give(removed.author, id);
        PERFORM moderation_close(moderator, 'remove_post', removed.author,
                                 report);
    END IF;
    RETURN NEXT;
END
$$;

-- Undo an action of the log: a suspension or the removal of a post within 30
-- days, or hiding. outcome: 'done'; 'already'; 'too late'; 'never': such an
-- action cannot be undone; or why the moderator may not. No row: there is no
-- such action.
CREATE FUNCTION moderation_undo(moderator bigint, action_id bigint)
RETURNS TABLE (outcome text, id bigint, nickname text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    entry moderation;
BEGIN
    SELECT * INTO entry FROM moderation m WHERE m.id = action_id;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    nickname := entry.nickname;
    outcome := CASE WHEN entry.action NOT IN ('suspend', 'hide', 'remove_post')
                    THEN 'never'
               ELSE moderation_refusal(moderator, entry.person, 'restore') END;
    -- What was committed before the lock shows only now.
    SELECT * INTO entry FROM moderation m WHERE m.id = action_id;
    outcome := CASE WHEN outcome = 'gone' THEN 'too late'
                    WHEN outcome IS NOT NULL THEN outcome
                    WHEN entry.undone_at IS NOT NULL THEN 'already' END;
    IF outcome IS NOT NULL THEN
        RETURN NEXT;
        RETURN;
    END IF;

    IF entry.action = 'remove_post' THEN
        changed := moderation_restore_post(entry);
    ELSE
        changed := moderation_do(CASE entry.action WHEN 'suspend' THEN 'restore'
                                 ELSE 'unhide' END, entry.person);
    END IF;
    outcome := CASE WHEN changed IS NULL THEN 'too late' ELSE 'done' END;
    IF outcome = 'done' THEN
        id := moderation_note(moderator,
                              CASE entry.action WHEN 'suspend' THEN 'restore'
                              WHEN 'hide' THEN 'unhide'
                              ELSE 'restore_post' END,
                              entry.person, NULL, '', entry.report);
        PERFORM moderation_take_back(moderator, entry.action, entry.person,
                                     entry.post);
    END IF;
    RETURN NEXT;
END
$$;

-- Bring a removed post back, with its id and time. Return what changed, or NULL
-- if that is not possible any more. The author's row is locked.
CREATE FUNCTION moderation_restore_post(entry moderation) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    kept post;
BEGIN
    IF entry.post_body IS NULL OR entry.at < now() - interval '30 days' THEN
        RETURN NULL;
    END IF;
    kept := jsonb_populate_record(
        NULL::post, entry.post_kept || jsonb_build_object(
            'body', entry.post_body, 'submission', NULL, 'reacted', false));
    INSERT INTO post SELECT kept.* ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO post_version
    SELECT v.* FROM jsonb_populate_recordset(
                        NULL::post_version,
                        nullif(entry.post_kept -> 'versions', 'null')) v;
    PERFORM post_set_tags(kept.author, kept.id, ARRAY(
        SELECT jsonb_array_elements_text(entry.post_kept -> 'tags')));
    PERFORM post_count_add(kept.parent_author, kept.parent, 1, 0, 0);
    PERFORM post_count_replies(kept.author, kept.id);
    PERFORM count_add(entry.person, 0, 0, 1);
    PERFORM search_add(entry.person, entry.post, entry.post_body);
    RETURN 'posts';
END
$$;

-- Let a member appeal against an action that concerned them. outcome: 'sent',
-- 'already', 'undone': there is nothing to appeal against. No row: there is no
-- such action.
CREATE FUNCTION appeal_add(member bigint, action_id bigint, words text)
RETURNS TABLE (outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    entry moderation;
BEGIN
    SELECT * INTO entry FROM moderation m
     WHERE m.id = action_id AND m.person = member
       AND m.action IN ('suspend', 'hide', 'remove_post');
    IF NOT FOUND THEN
        RETURN;
    END IF;
    outcome := 'undone';
    IF entry.undone_at IS NULL THEN
        INSERT INTO appeal (moderation, person, words)
        VALUES (action_id, member, appeal_add.words)
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'sent' ELSE 'already' END;
    END IF;
    RETURN NEXT;
END
$$;

-- Decide an appeal: undo the action, or keep it, and tell the member with these
-- words. outcome: 'done'; 'already'; or as for moderation_undo(). No row: there
-- is no such appeal.
CREATE FUNCTION appeal_decide(
    moderator bigint, action_id bigint, undo boolean, answer text)
RETURNS TABLE (outcome text, nickname text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    member bigint;
BEGIN
    SELECT a.person, p.nickname INTO member, appeal_decide.nickname
      FROM appeal a JOIN person p ON p.id = a.person
     WHERE a.moderation = action_id;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    outcome := moderation_refusal(moderator, member, 'restore');
    IF outcome IS NULL
       AND EXISTS (SELECT FROM appeal a WHERE a.moderation = action_id
                      AND a.decided_at IS NOT NULL) THEN
        outcome := 'already';
    END IF;
    IF outcome IS NULL AND undo THEN
        SELECT u.outcome, u.changed INTO outcome, appeal_decide.changed
          FROM moderation_undo(moderator, action_id) u;
    END IF;
    IF coalesce(outcome, 'done') = 'done' THEN
        UPDATE appeal a
           SET decided_at = now(), decided_by = moderator,
               outcome = CASE WHEN undo THEN 'undone' ELSE 'kept' END,
               answer = coalesce(appeal_decide.answer, '')
         WHERE a.moderation = action_id;
        PERFORM notice_give(member, action_id);
        outcome := 'done';
    END IF;
    RETURN NEXT;
END
$$;

-- Delete the account of a member who was suspended 30 days ago. Return whether
-- there was one. The topic is not needed: they have been absent all the time.
CREATE FUNCTION suspension_expire() RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    target bigint := (SELECT a.person FROM absent a
                       WHERE a.reason = 'suspended'
                         AND a.since <= now() - interval '30 days'
                       ORDER BY a.since LIMIT 1);
BEGIN
    IF target IS NULL THEN
        RETURN false;
    END IF;
    PERFORM FROM person p WHERE p.id = target FOR NO KEY UPDATE;
    PERFORM FROM absent a
      WHERE a.person = target AND a.reason = 'suspended'
        AND a.since <= now() - interval '30 days';
    IF FOUND THEN
        PERFORM moderation_note(NULL, 'expire', target, NULL, '', NULL);
        PERFORM departure_mark(target);
    END IF;
    RETURN true;
END
$$;

-- Close sign-up for a network, such as 192.0.2.0/24, or for a mail domain and
-- those below it, for so many days; or change that. outcome: 'done'; 'not
-- allowed'; 'invalid': it is neither a network nor a domain. object: what was
-- closed, as it is stored.
CREATE FUNCTION moderation_close_sign_up(
    moderator bigint, what text, days integer, words text,
    OUT outcome text, OUT object text, OUT id bigint)
LANGUAGE plpgsql AS $$
DECLARE
    range cidr := moderation_network_read(what);
    action text := CASE WHEN range IS NULL THEN 'close_mail_domain'
                   ELSE 'close_network' END;
    closed_until timestamptz := now() + make_interval(days => days);
BEGIN
    object := moderation_object(what);
    outcome := moderation_role_refusal(moderator);
    IF outcome IS NULL AND object IS NULL THEN
        outcome := 'invalid';
    END IF;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    IF range IS NOT NULL THEN
        INSERT INTO closed_network AS c (network, until, reason, closed_by)
        VALUES (range, closed_until, words, moderator)
            ON CONFLICT ON CONSTRAINT closed_network_pkey DO UPDATE
           SET until = excluded.until, reason = excluded.reason,
               closed_by = excluded.closed_by;
    ELSE
        INSERT INTO closed_mail_domain AS c (domain, until, reason, closed_by)
        VALUES (object, closed_until, words, moderator)
            ON CONFLICT ON CONSTRAINT closed_mail_domain_pkey DO UPDATE
           SET until = excluded.until, reason = excluded.reason,
               closed_by = excluded.closed_by;
    END IF;
    id := moderation_note(moderator, action, NULL, object, words, NULL);
    outcome := 'done';
END
$$;

-- Open it again. outcome: 'done'; 'already': it is not closed; 'not allowed'.
CREATE FUNCTION moderation_open_sign_up(
    moderator bigint, what text,
    OUT outcome text, OUT object text, OUT id bigint)
LANGUAGE plpgsql AS $$
DECLARE
    range cidr := moderation_network_read(what);
BEGIN
    object := coalesce(range::text, lower(what COLLATE "C"));
    outcome := moderation_role_refusal(moderator);
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    IF range IS NOT NULL THEN
        DELETE FROM closed_network c WHERE c.network = range;
    ELSE
        DELETE FROM closed_mail_domain c
         WHERE c.domain = moderation_open_sign_up.object;
    END IF;
    outcome := 'already';
    IF FOUND THEN
        UPDATE moderation m
           SET undone_at = now(),
               undone_by = moderation_open_sign_up.moderator
         WHERE m.action IN ('close_network', 'close_mail_domain')
           AND m.object = moderation_open_sign_up.object
           AND m.undone_at IS NULL;
        id := moderation_note(moderator,
                              CASE WHEN range IS NULL THEN 'open_mail_domain'
                              ELSE 'open_network' END,
                              NULL, object, '', NULL);
        outcome := 'done';
    END IF;
END
$$;

-- Return the network that this text stands for, an address or a range, or NULL if
-- it is none. Sign-ups know 64 bits of an IPv6 address.
CREATE FUNCTION moderation_network_read(what text) RETURNS cidr
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    range cidr;
BEGIN
    range := network(what::inet);
    RETURN CASE WHEN family(range) = 6 AND masklen(range) > 64
           THEN network(set_masklen(range::inet, 64)) ELSE range END;
EXCEPTION WHEN invalid_text_representation THEN
    RETURN NULL;
END
$$;

-- Return the network or the mail domain that this text stands for, as it is
-- stored; NULL if it is neither.
CREATE FUNCTION moderation_object(what text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    range cidr := moderation_network_read(what);
    domain text := lower(what COLLATE "C");
BEGIN
    RETURN CASE WHEN range IS NOT NULL THEN range::text
                WHEN length(domain) <= 253
                     AND domain ~ '^[a-z0-9_-]+([.][a-z0-9_-]+)+$' THEN domain
           END;
END
$$;

-- Look at what sign-up might be closed for. object: as moderation_object()
-- returns it; is_network; accounts: how many members signed up from the network,
-- as far as that is known, at most 1001; NULL for a mail domain.
CREATE FUNCTION moderation_sign_ups(
    what text, OUT object text, OUT is_network boolean, OUT accounts bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    range cidr := moderation_network_read(what);
BEGIN
    object := moderation_object(what);
    is_network := range IS NOT NULL;
    -- The comparisons find the beginning and the end in the index, which a
    -- variable range with <<= would not.
    IF is_network THEN
        SELECT count(*) INTO accounts
          FROM (SELECT FROM person_origin o
                 WHERE o.network >= range
                   AND o.network <= set_masklen(
                           broadcast(range),
                           CASE family(range) WHEN 4 THEN 32 ELSE 128 END)
                   AND o.network <<= range
                 LIMIT 1001) x;
    END IF;
END
$$;

-- Return 'not allowed' unless this is a moderator, or NULL for a command.
CREATE FUNCTION moderation_role_refusal(moderator bigint) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM person p
      WHERE p.id = moderator AND p.role <> 'member'
        AND NOT EXISTS (SELECT FROM absent a WHERE a.person = p.id)
        FOR SHARE;
    RETURN CASE WHEN moderator IS NULL OR FOUND THEN NULL
           ELSE 'not allowed' END;
END
$$;
