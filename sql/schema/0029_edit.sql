-- SPDX-License-Identifier: ISC
-- Editing posts: every earlier text remains readable.

CREATE TABLE post_version (
    author    bigint NOT NULL,
    post      bigint NOT NULL,
    number    integer NOT NULL CHECK (number > 0),
    body      text NOT NULL CHECK (char_length(body) <= 10000),
    at        timestamptz NOT NULL,
    mentioned bigint[],
    PRIMARY KEY (author, post, number),
    FOREIGN KEY (author, post) REFERENCES post ON DELETE CASCADE
);

COMMENT ON TABLE post_version IS
'An earlier text of a post that was edited. Edits count towards the limit on
posts, so that nobody can fill the disk with them. Distributed by author.';
COMMENT ON COLUMN post_version.author IS
'Who wrote the post.';
COMMENT ON COLUMN post_version.post IS
'The post.';
COMMENT ON COLUMN post_version.number IS
'1 for the text as it was posted, and one more for each edit.';
COMMENT ON COLUMN post_version.body IS
'The text.';
COMMENT ON COLUMN post_version.at IS
'When it was posted, or became the text of the post.';
COMMENT ON COLUMN post_version.mentioned IS
'Whom it mentions, like post.mentioned. Nobody among them is notified again.';

-- Return what identifies the state of a post that its author wants to edit: how
-- many earlier versions there are, and the audience.
CREATE FUNCTION post_version_of(author bigint, post bigint, audience "char")
RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(max(v.number), 0) || audience::text
      FROM post_version v
     WHERE v.author = post_version_of.author AND v.post = post_version_of.post;
END
$$;

-- Change the text and the audience of a post whose state is the given version. No
-- row if the author has no such post, or is absent. outcome: 'edited'; 'same':
-- there is nothing to change; 'meanwhile': it has another version by now; 'long',
-- and "most" is how many characters it may have; or 'later', and "wait" is the
-- seconds until the next edit is allowed. The last three change nothing.
--
-- Those whom it mentions for the first time are notified, but not the author of
-- the post that it answers: they were told of the reply.
CREATE FUNCTION post_edit(
    author bigint, post bigint, version text, body text, max_count integer,
    window_seconds integer, characters bigint, audience "char", mentions text,
    tags text)
RETURNS TABLE (outcome text, changed text, wait integer, most integer)
LANGUAGE plpgsql AS $$
DECLARE
    was post;
    new_mentioned bigint[];
    told bigint[];
BEGIN
    SELECT p.* INTO was FROM post p
     WHERE p.author = post_edit.author AND p.id = post_edit.post
       AND p.original IS NULL
       AND NOT EXISTS (SELECT FROM absent a WHERE a.person = p.author)
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    most := (SELECT s.post_length FROM site s);
    outcome :=
        CASE WHEN was.body = post_edit.body AND was.audience = post_edit.audience
             THEN 'same'
             WHEN version <> post_version_of(author, post, was.audience)
             THEN 'meanwhile'
             WHEN was.body <> post_edit.body
                  AND (characters > most
                       OR char_length(post_edit.body) > post_code_points(most))
             THEN 'long' END;
    IF outcome IS NULL THEN
        wait := rate_take('posts ' || author, max_count, window_seconds);
        outcome := CASE WHEN wait > 0 THEN 'later' ELSE 'edited' END;
    END IF;
    IF outcome <> 'edited' THEN
        RETURN NEXT;
        RETURN;
    END IF;

    UPDATE post p SET audience = post_edit.audience
     WHERE p.author = post_edit.author AND p.id = post_edit.post;
    IF was.body <> post_edit.body THEN
        told := was.parent_author || was.mentioned || ARRAY(
            SELECT m.person FROM post_version v, unnest(v.mentioned) m (person)
             WHERE v.author = post_edit.author AND v.post = post_edit.post);
        new_mentioned := post_mentioned(author, mentions);
        INSERT INTO post_version (author, post, number, body, at, mentioned)
        SELECT post_edit.author, post_edit.post, coalesce(max(v.number), 0) + 1,
               was.body, coalesce(was.edited_at, was.created_at), was.mentioned
          FROM post_version v
         WHERE v.author = post_edit.author AND v.post = post_edit.post;
        UPDATE post p
           SET body = post_edit.body, edited_at = now(),
               mentioned = new_mentioned
         WHERE p.author = post_edit.author AND p.id = post_edit.post;
        PERFORM post_set_tags(author, post, string_to_array(tags, ' '));
        PERFORM search_add(author, post, body);
        PERFORM notification_add(m.person, 'mention', post_edit.author,
                                 post_edit.author, post_edit.post)
           FROM unnest(new_mentioned) m (person)
          WHERE m.person <> ALL (told) IS NOT FALSE;
    END IF;
    changed := 'posts';
    RETURN NEXT;
END
$$;
