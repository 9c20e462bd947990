-- SPDX-License-Identifier: ISC
-- The outbox: messages that are waiting to be sent by e-mail.

CREATE SEQUENCE mail_number;

CREATE TABLE mail (
    id         bigint PRIMARY KEY CHECK (id > 0),
    kind       text COLLATE "C" NOT NULL CHECK (kind ~ '^[a-z][a-z_]{0,39}$'),
    person     bigint,
    recipient  text COLLATE "C",
    argument   text COLLATE "C",
    due        timestamptz NOT NULL DEFAULT now(),
    tries      integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    state      text COLLATE "C" NOT NULL DEFAULT 'waiting'
               CHECK (state IN ('waiting', 'dead')),
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);
CREATE INDEX mail_due ON mail (state, due, id);

COMMENT ON TABLE mail IS
'A message that waits to be sent by the courier, or that could not be sent. It
is deleted when the mail server has taken it. Distributed by id.';
COMMENT ON COLUMN mail.id IS
'Made by id_from_time(); also the Message-ID, so that a mail reader can drop a
message that arrived twice.';
COMMENT ON COLUMN mail.kind IS
'Which message it is: the statement mail_KIND says to whom it goes and what is
in it, when it is sent; the templates have that name, too.';
COMMENT ON COLUMN mail.person IS
'The member whom the message is about, or NULL. Deliberately no foreign key: a
message may outlive its member, and mail_KIND drops it if that makes no sense.';
COMMENT ON COLUMN mail.recipient IS
'The address that it goes to, if mail_KIND does not find another; or NULL.';
COMMENT ON COLUMN mail.argument IS
'What else mail_KIND needs to know, or NULL.';
COMMENT ON COLUMN mail.due IS
'When to try next; for a dead message, when it was given up.';
COMMENT ON COLUMN mail.tries IS
'How often the mail server was tried.';
COMMENT ON COLUMN mail.state IS
'waiting; or dead: the mail server rejected it, or five days have passed.';
COMMENT ON COLUMN mail.last_error IS
'Why the last try failed, or NULL.';
COMMENT ON COLUMN mail.created_at IS
'When the message was put into the outbox.';

-- Put a message into the outbox, wake the courier, and return the message's id.
-- Part of the transaction that causes the message: both happen, or neither.
CREATE FUNCTION mail_add(
    kind text, person bigint, recipient text, argument text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    number bigint := id_from_time(now(), nextval('mail_number'));
BEGIN
    INSERT INTO mail (id, kind, person, recipient, argument)
    VALUES (number, mail_add.kind, mail_add.person, mail_add.recipient,
            mail_add.argument);
    PERFORM pg_notify('microblog_courier', '');
    RETURN number;
END
$$;

-- The key of the lock that a courier holds while it sends a message.
CREATE FUNCTION mail_lock_key(id bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN hashint8extended(id, 14);
END
$$;

-- Find the next message that is due and lock it until outbox_release, or until
-- the courier's connection ends: then the next courier takes it. If there is
-- none, id is NULL and wait the seconds until the next one is due, if any.
--
-- The lock is an advisory one. A row lock would need a transaction that stays
-- open while the mail server takes its time, and could make pages wait. What
-- another courier has just finished is seen by looking again under the lock.
CREATE FUNCTION mail_take()
RETURNS TABLE (id bigint, kind text, wait double precision)
LANGUAGE plpgsql AS $$
DECLARE
    candidate bigint;
BEGIN
    FOR candidate IN
        SELECT m.id FROM mail m
         WHERE m.state = 'waiting' AND m.due <= now()
         ORDER BY m.due, m.id LIMIT 20
    LOOP
        -- Another courier has it; look again soon, in case that one dies.
        wait := 5;
        CONTINUE WHEN NOT pg_try_advisory_lock(mail_lock_key(candidate));
        SELECT m.id, m.kind INTO mail_take.id, mail_take.kind
          FROM mail m
         WHERE m.id = candidate AND m.state = 'waiting' AND m.due <= now();
        IF FOUND THEN
            RETURN NEXT;
            RETURN;
        END IF;
        PERFORM pg_advisory_unlock(mail_lock_key(candidate));
    END LOOP;
    IF wait IS NULL THEN
        SELECT extract(epoch FROM min(m.due) - now())::double precision
          INTO wait
          FROM mail m WHERE m.state = 'waiting' AND m.due > now();
    END IF;
    RETURN NEXT;
END
$$;
