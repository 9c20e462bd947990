-- SPDX-License-Identifier: ISC
-- Notifications: what others did that concerns a member, and the threads of
-- which a member wants to hear nothing.

CREATE SEQUENCE notification_number;
CREATE SEQUENCE thread_mute_number;

CREATE TABLE notification (
    person      bigint NOT NULL REFERENCES person,
    id          bigint NOT NULL CHECK (id > 0),
    kind        text COLLATE "C" NOT NULL
                CHECK (kind IN ('mention', 'reply', 'like', 'boost', 'follow',
                                'moderation')),
    actor       bigint REFERENCES person,
    post_author bigint,
    post        bigint,
    action      bigint,
    unread      boolean NOT NULL DEFAULT true,
    PRIMARY KEY (person, id),
    CONSTRAINT notification_not_of_oneself CHECK (person <> actor),
    CHECK ((kind = 'moderation') = (actor IS NULL)),
    CHECK ((kind = 'moderation') = (action IS NOT NULL)),
    CHECK ((kind IN ('mention', 'reply', 'like', 'boost'))
           = (post IS NOT NULL)),
    CHECK ((post IS NULL) = (post_author IS NULL))
);

-- The same thing is told once. The post comes first, so that a post's
-- notifications are found when it is deleted.
CREATE UNIQUE INDEX notification_once
    ON notification (person, coalesce(post, 0), kind, actor);
CREATE INDEX notification_kind ON notification (person, kind, id);
CREATE INDEX notification_actor ON notification (actor, person);
CREATE INDEX notification_unread ON notification (person) WHERE unread;
CREATE INDEX notification_id ON notification (id);

COMMENT ON TABLE notification IS
'Something that somebody did and a member is told. Kept for
site.notification_days. Distributed by person.';
COMMENT ON COLUMN notification.person IS
'The member who is told.';
COMMENT ON COLUMN notification.id IS
'Made by id_from_time(): newer notifications have greater ids.';
COMMENT ON COLUMN notification.kind IS
'What was done: mention, in a post of the actor; reply, to a post of the member;
like or boost, of a post of the member; follow; or moderation, of the member or a
post of theirs.';
COMMENT ON COLUMN notification.actor IS
'The member who did it; NULL for moderation, since nobody is told who it was.';
COMMENT ON COLUMN notification.post_author IS
'The author of the post: the actor for a mention or a reply, the member for a
like or a boost; or NULL.';
COMMENT ON COLUMN notification.post IS
'The post that mentions the member or replies to theirs, or the one that was
liked or boosted; or NULL. No foreign key: notification_forget() deletes the
notifications of a deleted post.';
COMMENT ON COLUMN notification.action IS
'The action of a moderator, as in notice; or NULL.';
COMMENT ON COLUMN notification.unread IS
'Whether the member has not seen it yet.';

CREATE TABLE thread_mute (
    person bigint NOT NULL REFERENCES person,
    thread bigint NOT NULL,
    id     bigint NOT NULL CHECK (id > 0),
    PRIMARY KEY (person, thread)
);
CREATE INDEX thread_mute_person ON thread_mute (person, id);

COMMENT ON TABLE thread_mute IS
'A thread of which a member gets no notifications. Nobody else can tell.
Distributed by person.';
COMMENT ON COLUMN thread_mute.person IS
'The member.';
COMMENT ON COLUMN thread_mute.thread IS
'The id of the first post of the thread. No foreign key: the replies remain when
that post is deleted.';
COMMENT ON COLUMN thread_mute.id IS
'Made by id_from_time() when the mute began: newer mutes have greater ids.';

-- Return the thread of a post, which is the id of its first post; NULL if there is
-- no such post.
CREATE FUNCTION post_thread(author bigint, post bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(p.path[1], p.id) FROM post p
             WHERE p.author = post_thread.author AND p.id = post_thread.post);
END
$$;

-- Return the beginning of a text, as a reminder of it: at most 140 code points of
-- it, and no part of a word unless that is longer than the excerpt.
CREATE FUNCTION excerpt(body text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
SELECT CASE WHEN char_length(body) <= 140 THEN body
            ELSE regexp_replace(left(body, 140), '\s+\S*$', '') || '…' END
$$;

-- The key in rate of a notification that was taken back.
CREATE FUNCTION notification_key(
    person bigint, kind text, actor bigint, post bigint) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN concat_ws(' ', 'notified', kind, person, actor, post);
END
$$;

-- Tell a member what the actor did, in the transaction that does it. Nothing is
-- told to oneself, to members who mute the actor or the thread, if one blocks the
-- other or is absent, twice, or if the actor took the same back within the last
-- day.
--
-- This waits for nobody but the same actor doing the same at the same time, so a
-- post can mention many people in any order. Hence it does not lock the pair: if
-- a block or mute is committed at this very moment, there is a notification that
-- the page and the count leave out.
CREATE FUNCTION notification_add(
    person bigint, kind text, actor bigint, post_author bigint, post bigint)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF person = actor
       OR EXISTS (SELECT FROM absent a
                   WHERE a.person IN (notification_add.person, actor))
       OR EXISTS (SELECT FROM block_pair b
                   WHERE b.person = notification_add.person
                     AND b.other = actor)
       OR EXISTS (SELECT FROM mute m
                   WHERE m.muter = notification_add.person
                     AND m.muted = actor)
       OR EXISTS (SELECT FROM thread_mute t
                   WHERE t.person = notification_add.person
                     AND t.thread = post_thread(notification_add.post_author,
                                                notification_add.post))
       OR EXISTS (SELECT FROM rate r
                   WHERE r.key = notification_key(
                                     notification_add.person,
                                     notification_add.kind, actor,
                                     notification_add.post)
                     AND r.until > now()) THEN
        RETURN;
    END IF;
    INSERT INTO notification (person, id, kind, actor, post_author, post)
    VALUES (notification_add.person,
            id_from_time(now(), nextval('notification_number')),
            notification_add.kind, notification_add.actor,
            notification_add.post_author, notification_add.post)
        ON CONFLICT DO NOTHING;
END
$$;

-- Take a notification back, because the actor has undone it. If they do the same
-- again within a day, notification_add() tells nobody.
CREATE FUNCTION notification_remove(
    person bigint, kind text, actor bigint, post_author bigint, post bigint)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM notification n
     WHERE n.person = notification_remove.person
       AND coalesce(n.post, 0) = coalesce(notification_remove.post, 0)
       AND n.kind = notification_remove.kind
       AND n.actor = notification_remove.actor;
    IF person <> actor THEN
        INSERT INTO rate AS r (key, count, until)
        VALUES (notification_key(person, kind, actor, post), 1,
                now() + interval '1 day')
            ON CONFLICT ON CONSTRAINT rate_pkey DO UPDATE
           SET until = excluded.until;
    END IF;
END
$$;

-- Delete the notifications of a post that was deleted: of its author, whom likes
-- and boosts were told to, and of the others whom it was told to: whom it
-- mentioned, and to whom it replied. Those may be NULL.
CREATE FUNCTION notification_forget(
    post_author bigint, post bigint, others bigint[])
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM notification n
     WHERE n.person = ANY (notification_forget.post_author || others)
       AND coalesce(n.post, 0) = notification_forget.post;
END
$$;

-- Delete what two members were told about each other, because one blocks the
-- other.
CREATE FUNCTION notification_unlink(person_a bigint, person_b bigint)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM notification n
     WHERE (n.actor = person_a AND n.person = person_b)
        OR (n.actor = person_b AND n.person = person_a);
END
$$;

-- Tell a member of an action of a moderator, or that something about it has
-- changed. The text is in told. The caller has locked the member's row.
CREATE FUNCTION notification_of_action(person bigint, action bigint)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM notification n
     WHERE n.person = notification_of_action.person
       AND n.kind = 'moderation'
       AND n.action = notification_of_action.action;
    INSERT INTO notification (person, id, kind, action)
    VALUES (notification_of_action.person,
            id_from_time(now(), nextval('notification_number')), 'moderation',
            notification_of_action.action);
END
$$;

-- Mute the thread of this post. outcome: 'muted' or 'already'. No row if the
-- person sees no such post.
CREATE FUNCTION thread_mute_add(person bigint, post bigint)
RETURNS TABLE (outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    author bigint := coalesce((SELECT p.author FROM post p
                                WHERE p.id = thread_mute_add.post LIMIT 1), 0);
BEGIN
    IF EXISTS (SELECT FROM absent a WHERE a.person = author)
       OR EXISTS (SELECT FROM block_pair b
                   WHERE b.person = thread_mute_add.person
                     AND b.other = author) THEN
        author := 0;
    END IF;
    INSERT INTO thread_mute (person, thread, id)
    SELECT thread_mute_add.person, t.thread,
           id_from_time(now(), nextval('thread_mute_number'))
      FROM post_thread(author, post) AS t (thread)
     WHERE t.thread IS NOT NULL
        ON CONFLICT DO NOTHING;
    IF FOUND THEN
        outcome := 'muted';
        RETURN NEXT;
    ELSIF author <> 0 THEN
        outcome := 'already';
        RETURN NEXT;
    END IF;
END
$$;

-- Unmute the thread of this post, which may be gone if it was the first one.
-- outcome: 'unmuted'. No row if the person does not mute it.
CREATE FUNCTION thread_mute_remove(person bigint, post bigint)
RETURNS TABLE (outcome text)
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM thread_mute t
     WHERE t.person = thread_mute_remove.person
       AND t.thread = coalesce((SELECT coalesce(p.path[1], p.id) FROM post p
                                 WHERE p.id = thread_mute_remove.post LIMIT 1),
                               thread_mute_remove.post);
    IF FOUND THEN
        outcome := 'unmuted';
        RETURN NEXT;
    END IF;
END
$$;

-- Delete some notifications that are older than site.notification_days. Return
-- whether there may be more.
CREATE FUNCTION notification_sweep() RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    max_rows CONSTANT integer := 500;
    oldest CONSTANT bigint := id_from_time(
        now() - (SELECT make_interval(days => s.notification_days)
                   FROM site s), 0);
    removed integer;
BEGIN
    DELETE FROM notification n
     WHERE (n.person, n.id) IN (
           SELECT o.person, o.id FROM notification o
            WHERE o.id < oldest
            ORDER BY o.id
            LIMIT max_rows
              FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed = max_rows;
END
$$;
