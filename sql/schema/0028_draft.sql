-- SPDX-License-Identifier: ISC
-- Drafts: posts that could not be taken.

CREATE SEQUENCE draft_number;

CREATE TABLE draft (
    author bigint NOT NULL REFERENCES person,
    id     bigint NOT NULL CHECK (id > 0),
    parent bigint NOT NULL DEFAULT 0,
    body   text NOT NULL CHECK (octet_length(body) <= 122880),
    PRIMARY KEY (author, id)
);

COMMENT ON TABLE draft IS
'A post that could not be taken, kept until its author posts or discards it. An
author has a few at most. Distributed by author.';
COMMENT ON COLUMN draft.author IS
'The member who wrote it, and who alone can see it.';
COMMENT ON COLUMN draft.id IS
'Made by id_from_time() when it was last saved: newer drafts have greater ids.';
COMMENT ON COLUMN draft.parent IS
'The post that it answers, or 0. Deliberately no foreign key: the post may be
deleted.';
COMMENT ON COLUMN draft.body IS
'The text, which may be longer than a post, but not than a form.';

-- Save a draft. It replaces this earlier draft of the author's, whose text is in
-- the form; unless that has been posted, discarded or replaced meanwhile, in
-- another browser: then both remain. Nothing is saved twice. Of more than
-- max_count drafts, the oldest go. Return the draft's id, or NULL if the author
-- is absent. The author is locked as a pair with themselves, so that two forms
-- at the same time cannot exceed the limit.
CREATE FUNCTION draft_save(
    author bigint, earlier bigint, parent bigint, body text, max_count integer)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    saved bigint := id_from_time(now(), nextval('draft_number'));
BEGIN
    PERFORM pair_lock(author, author);
    IF EXISTS (SELECT FROM absent a WHERE a.person = author) THEN
        RETURN NULL;
    END IF;

    DELETE FROM draft d
     WHERE d.author = draft_save.author
       AND (d.id = earlier
            OR d.parent = draft_save.parent AND d.body = draft_save.body);
    INSERT INTO draft (author, id, parent, body)
    VALUES (draft_save.author, saved, draft_save.parent, draft_save.body);
    DELETE FROM draft d
     WHERE d.author = draft_save.author
       AND d.id IN (SELECT o.id FROM draft o
                     WHERE o.author = draft_save.author
                     ORDER BY o.id DESC
                    OFFSET max_count);
    RETURN saved;
END
$$;
