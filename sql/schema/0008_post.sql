-- SPDX-License-Identifier: ISC
-- Posts, replies and boosts.

CREATE SEQUENCE post_number;

CREATE TABLE post (
    author          bigint NOT NULL REFERENCES person,
    id              bigint NOT NULL CHECK (id > 0),
    body            text NOT NULL CHECK (char_length(body) <= 10000),
    created_at      timestamptz NOT NULL,
    submission      bytea,
    parent          bigint,
    parent_author   bigint,
    path            bigint[],
    original        bigint,
    original_author bigint,
    audience        "char" NOT NULL DEFAULT 'e'
                    CHECK (audience IN ('e', 'f', 'm', 'n')),
    mentioned       bigint[],
    edited_at       timestamptz,
    reacted         boolean NOT NULL DEFAULT false,
    PRIMARY KEY (author, id) INCLUDE (parent_author, original_author, original),
    CONSTRAINT post_submission UNIQUE (author, submission),
    CHECK (num_nulls(parent, parent_author, path) IN (0, 3)),
    CHECK (num_nulls(original, original_author) IN (0, 2)),
    CHECK (original IS NULL OR parent IS NULL AND body = '')
) WITH (autovacuum_vacuum_insert_scale_factor = 0,
        autovacuum_vacuum_insert_threshold = 10000,
        autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 10000);
CREATE INDEX post_id ON post (id)
    INCLUDE (author, parent_author, original_author, original);
CREATE INDEX post_parent ON post (parent, author) WHERE parent IS NOT NULL;
CREATE INDEX post_path ON post (path) WHERE path IS NOT NULL;
CREATE UNIQUE INDEX post_boost ON post (original, author)
    WHERE original IS NOT NULL;
CREATE INDEX post_boost_newest ON post (original, id) INCLUDE (author)
    WHERE original IS NOT NULL;

COMMENT ON TABLE post IS
'A post, which may be a reply to another one; or a boost, which only refers to
the post that it brings to the followers of its author. Vacuumed after every
10,000 new or changed ones, so that feeds can use index-only scans. Distributed
by author.';
COMMENT ON COLUMN post.author IS
'The member who wrote or boosted it.';
COMMENT ON COLUMN post.id IS
'Newer posts have greater ids. Made by post_next_id(), or by id_from_time() for
a post with a given time.';
COMMENT ON COLUMN post.body IS
'The text: when it was posted, at most site.post_length characters as readers
count them (grapheme clusters). SQL cannot count those; the check limits the code
points. A boost has none.';
COMMENT ON COLUMN post.created_at IS
'When it was posted.';
COMMENT ON COLUMN post.submission IS
'Identifies one submission of the form, so that a double click makes one post;
NULL for a post that did not come from a form.';
COMMENT ON COLUMN post.parent IS
'Of a reply: the post that it answers, which may have been deleted since.';
COMMENT ON COLUMN post.parent_author IS
'Of a reply: who wrote the post that it answers. They may have left since.';
COMMENT ON COLUMN post.path IS
'Of a reply: the posts from the first of the conversation down to this one. In
the order of their paths, replies follow what they answer, oldest first. A path
is at most 100 long: below that depth, replies stand beside what they answer.';
COMMENT ON COLUMN post.original IS
'Of a boost: the post that it brings to others.';
COMMENT ON COLUMN post.original_author IS
'Of a boost: who wrote that post.';
COMMENT ON COLUMN post.audience IS
'Who may reply, apart from the author: e everyone, f the members whom the author
follows, m those mentioned, n nobody.';
COMMENT ON COLUMN post.mentioned IS
'Whom the text mentions, at most ten; NULL if nobody. They are shown with their
present nicknames.';
COMMENT ON COLUMN post.edited_at IS
'When the text was last changed, or NULL.';
COMMENT ON COLUMN post.reacted IS
'Whether somebody has ever replied to it, liked, boosted or bookmarked it. Feeds
look for the counts only of such posts.';

-- Return the id of a post that is written now. It comes from the clock, unless
-- the newest post is not older than that because the clock was set back: then
-- from the millisecond after the newest post.
CREATE FUNCTION post_next_id() RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    number bigint := nextval('post_number');
    newest bigint := max(id) FROM post;
BEGIN
    RETURN greatest(id_from_time(now(), number),
                    ((newest >> 20) + 1) << 20 | (number & 1048575));
END
$$;

-- Return how many code points a post may have if it may have so many characters:
-- post_code_points() in src/model/post.c.
CREATE FUNCTION post_code_points(characters integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN greatest(1000, 2 * characters);
END
$$;

-- Return whom a text mentions that has these nicknames, in lower case and
-- separated by spaces: the first ten members whom the author can see. NULL if
-- nobody.
CREATE FUNCTION post_mentioned(author bigint, keys text) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN nullif(ARRAY(
        SELECT n.person
          FROM unnest(string_to_array(keys, ' ')) WITH ORDINALITY k (key, place)
          JOIN nickname n ON n.key = k.key
          JOIN person p ON p.id = n.person
         WHERE n.person <> ALL (hidden_from(post_mentioned.author))
         GROUP BY n.person
         ORDER BY min(k.place)
         LIMIT 10), '{}');
END
$$;

-- Return whether this member may reply to a post of this author, with this
-- audience and these members mentioned, which they can see.
CREATE FUNCTION post_can_reply(
    author bigint, audience "char", mentioned bigint[], member bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN author = member
           OR CASE audience
              WHEN 'e' THEN member <> 0
              WHEN 'f' THEN EXISTS (SELECT FROM follow f
                                     WHERE f.follower = post_can_reply.author
                                       AND f.followed = member)
              WHEN 'm' THEN coalesce(member = ANY (mentioned), false)
              ELSE false END;
END
$$;

-- Lock the pair of the viewer and the author of this post, and then the post,
-- so that neither a block nor its deletion comes between. Return the post, or
-- NULL if the viewer cannot see it, if the viewer is absent, or if it is a boost.
CREATE FUNCTION post_visible_to(viewer bigint, post bigint) RETURNS post
LANGUAGE plpgsql AS $$
DECLARE
    seen post;
BEGIN
    PERFORM pair_lock(viewer, coalesce((SELECT p.author FROM post p
                                         WHERE p.id = post_visible_to.post
                                         LIMIT 1), 0));
    SELECT p.* INTO seen FROM post p
     WHERE p.id = post_visible_to.post AND p.original IS NULL
       AND NOT ARRAY[p.author, viewer] && hidden_from(viewer)
     LIMIT 1
       FOR KEY SHARE;
    RETURN seen;
END
$$;

-- Add a post, written at the given time, or now if that is NULL. It answers
-- "parent", unless that is 0. No row if this submission of the form was posted
-- before. If the author has reached the limit, only "wait" is set: the seconds
-- until the next post is allowed. If the text is longer than the site allows,
-- which counts as "characters" what SQL cannot count, only "most" is set: how
-- many it may have. If the author may not reply, only "refused" is set: 'gone',
-- because they cannot see the parent; or the audience of the parent. If the
-- author is absent, nothing is set.
CREATE FUNCTION post_add(
    author bigint, body text, submission bytea, at timestamptz,
    max_count integer, window_seconds integer, characters bigint,
    parent bigint, audience "char", mentions text, tags text)
RETURNS TABLE (
    id bigint, changed text, wait integer, most integer, refused text)
LANGUAGE plpgsql AS $$
DECLARE
    answered post;
    path bigint[];
BEGIN
    IF EXISTS (SELECT FROM absent a WHERE a.person = author) THEN
        RETURN NEXT;
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM post p
                WHERE p.author = post_add.author
                  AND p.submission = post_add.submission) THEN
        RETURN;
    END IF;
    most := (SELECT s.post_length FROM site s);
    IF characters > most
       OR char_length(body) > post_code_points(most) THEN
        RETURN NEXT;
        RETURN;
    END IF;
    most := NULL;
    IF parent <> 0 THEN
        answered := post_visible_to(author, parent);
        refused := CASE WHEN answered.id IS NULL THEN 'gone'
                        WHEN NOT post_can_reply(answered.author,
                            answered.audience, answered.mentioned, author)
                        THEN answered.audience::text END;
        IF refused IS NOT NULL THEN
            RETURN NEXT;
            RETURN;
        END IF;
        path := coalesce(answered.path, ARRAY[answered.id]);
    END IF;
    wait := rate_take('posts ' || author, max_count, window_seconds);
    IF wait > 0 THEN
        RETURN NEXT;
        RETURN;
    END IF;

    id := CASE WHEN at IS NULL THEN post_next_id()
               ELSE id_from_time(at, nextval('post_number')) END;
    INSERT INTO post (author, id, body, created_at, submission, parent,
                      parent_author, path, audience, mentioned)
    VALUES (post_add.author, post_add.id, post_add.body, coalesce(at, now()),
            post_add.submission, answered.id, answered.author,
            CASE WHEN path IS NOT NULL THEN path[1:99] || post_add.id END,
            post_add.audience, post_mentioned(author, mentions))
        ON CONFLICT ON CONSTRAINT post_submission DO NOTHING;
    IF FOUND THEN
        PERFORM count_add(author, 0, 0, 1);
        PERFORM search_add(author, id, body);
        PERFORM post_count_add(answered.author, answered.id, 1, 0, 0);
        PERFORM post_tell(author, id);
        IF tags <> '' THEN
            PERFORM post_set_tags(author, id, string_to_array(tags, ' '));
        END IF;
        changed := 'posts';
        RETURN NEXT;
    END IF;
END
$$;

-- Notify those whom a new post answers or mentions: each only once.
CREATE FUNCTION post_tell(author bigint, post bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM notification_add(p.parent_author, 'reply', p.author, p.author, p.id)
       FROM post p
      WHERE p.author = post_tell.author AND p.id = post_tell.post
        AND p.parent_author IS NOT NULL;
    PERFORM notification_add(m.person, 'mention', p.author, p.author, p.id)
       FROM post p, unnest(p.mentioned) m (person)
      WHERE p.author = post_tell.author AND p.id = post_tell.post
        AND m.person IS DISTINCT FROM p.parent_author;
END
$$;

-- Delete a post, its boosts, and what else belongs to it. The replies remain. No
-- row if this author has no such post.
CREATE FUNCTION post_delete(author bigint, post bigint)
RETURNS TABLE (id bigint, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    gone post;
BEGIN
    DELETE FROM post p
     WHERE p.author = post_delete.author AND p.id = post_delete.post
       AND p.original IS NULL
    RETURNING p.* INTO gone;
    IF FOUND THEN
        PERFORM post_clear(gone);
        id := gone.id;
        changed := 'posts';
        RETURN NEXT;
    END IF;
END
$$;
