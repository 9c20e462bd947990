-- SPDX-License-Identifier: ISC
-- What members do with posts besides replying: likes, boosts and bookmarks; and
-- how a post is shown.

CREATE SEQUENCE reaction_number;

CREATE TABLE post_count (
    author  bigint NOT NULL,
    post    bigint NOT NULL,
    slot    bigint NOT NULL DEFAULT 0,
    replies bigint NOT NULL DEFAULT 0,
    likes   bigint NOT NULL DEFAULT 0,
    boosts  bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (author, post, slot),
    FOREIGN KEY (author, post) REFERENCES post ON DELETE CASCADE
) WITH (fillfactor = 50);

COMMENT ON TABLE post_count IS
'The counts of a post that has any: the sums over its rows. As in person_count,
there are as many rows as were ever changed at the same time. Distributed by
author.';
COMMENT ON COLUMN post_count.author IS
'Who wrote the post.';
COMMENT ON COLUMN post_count.post IS
'The post.';
COMMENT ON COLUMN post_count.slot IS
'Which of the post''s rows: 0, or a number from count_slot.';
COMMENT ON COLUMN post_count.replies IS
'This row''s share of the number of direct replies; may be negative.';
COMMENT ON COLUMN post_count.likes IS
'This row''s share of the number of likes; may be negative.';
COMMENT ON COLUMN post_count.boosts IS
'This row''s share of the number of boosts; may be negative.';

CREATE TABLE post_like (
    author bigint NOT NULL,
    post   bigint NOT NULL,
    person bigint NOT NULL REFERENCES person,
    id     bigint NOT NULL CHECK (id > 0),
    PRIMARY KEY (author, post, person),
    FOREIGN KEY (author, post) REFERENCES post ON DELETE CASCADE
);
CREATE INDEX post_like_person ON post_like (person, id);
CREATE INDEX post_like_newest ON post_like (author, post, id) INCLUDE (person);

COMMENT ON TABLE post_like IS
'A member likes a post. Distributed by author.';
COMMENT ON COLUMN post_like.author IS
'Who wrote the post.';
COMMENT ON COLUMN post_like.post IS
'The post.';
COMMENT ON COLUMN post_like.person IS
'Who likes it.';
COMMENT ON COLUMN post_like.id IS
'Made by id_from_time(): newer likes have greater ids.';

CREATE TABLE bookmark (
    person bigint NOT NULL REFERENCES person,
    author bigint NOT NULL,
    post   bigint NOT NULL,
    id     bigint NOT NULL CHECK (id > 0),
    PRIMARY KEY (person, author, post),
    FOREIGN KEY (author, post) REFERENCES post ON DELETE CASCADE
);
CREATE INDEX bookmark_newest ON bookmark (person, id);
CREATE INDEX bookmark_post ON bookmark (author, post);

COMMENT ON TABLE bookmark IS
'A member keeps a post to find it again. Nobody else is told. Distributed by
person.';
COMMENT ON COLUMN bookmark.person IS
'Who keeps it.';
COMMENT ON COLUMN bookmark.author IS
'Who wrote the post.';
COMMENT ON COLUMN bookmark.post IS
'The post.';
COMMENT ON COLUMN bookmark.id IS
'Made by id_from_time(): newer bookmarks have greater ids.';

CREATE TABLE boost_mute (
    muter bigint NOT NULL REFERENCES person,
    muted bigint NOT NULL REFERENCES person,
    id    bigint NOT NULL CHECK (id > 0),
    PRIMARY KEY (muter, muted),
    CONSTRAINT boost_mute_not_oneself CHECK (muter <> muted)
);
CREATE INDEX boost_mute_muter ON boost_mute (muter, id);
CREATE INDEX boost_mute_muted ON boost_mute (muted);

COMMENT ON TABLE boost_mute IS
'One member keeps the boosts of another, but not the posts, out of their feeds.
Distributed by muter.';
COMMENT ON COLUMN boost_mute.muter IS
'The member who mutes.';
COMMENT ON COLUMN boost_mute.muted IS
'The member whose boosts are left out.';
COMMENT ON COLUMN boost_mute.id IS
'Made by id_from_time() with mute_number, since one page lists both kinds of
mutes: newer ones have greater ids.';

-- Add to the counts of a post, unless it has been deleted, as count_add() does
-- to those of a member. Deleting the post waits for this, and takes the counts
-- along.
CREATE FUNCTION post_count_add(
    author bigint, post bigint, replies integer, likes integer, boosts integer)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    reacted boolean;
BEGIN
    SELECT p.reacted INTO reacted FROM post p
     WHERE p.author = post_count_add.author AND p.id = post_count_add.post
       FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF NOT reacted THEN
        PERFORM post_set_reacted(author, post);
    END IF;
    UPDATE post_count c
       SET replies = c.replies + post_count_add.replies,
           likes = c.likes + post_count_add.likes,
           boosts = c.boosts + post_count_add.boosts
     WHERE c.author = post_count_add.author AND c.post = post_count_add.post
       AND c.slot = (SELECT f.slot FROM post_count f
                      WHERE f.author = post_count_add.author
                        AND f.post = post_count_add.post
                      ORDER BY f.slot
                      LIMIT 1
                        FOR NO KEY UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO post_count (author, post, slot, replies, likes, boosts)
        VALUES (post_count_add.author, post_count_add.post,
                nextval('count_slot'), post_count_add.replies,
                post_count_add.likes, post_count_add.boosts);
    END IF;
END
$$;

-- Note that somebody has reacted to this post.
CREATE FUNCTION post_set_reacted(author bigint, post bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE post p SET reacted = true
     WHERE p.author = post_set_reacted.author AND p.id = post_set_reacted.post
       AND NOT p.reacted;
END
$$;

-- Count the replies to a post that has just been brought back; they were there
-- all the time. A reply that is being deleted is waited for, and one that is
-- deleted later is counted off then.
CREATE FUNCTION post_count_replies(author bigint, post bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    replies integer := count(*)
        FROM (SELECT FROM post r WHERE r.parent = post_count_replies.post
                 FOR KEY SHARE) x;
BEGIN
    IF replies > 0 THEN
        PERFORM post_count_add(author, post, replies, 0, 0);
    END IF;
END
$$;

-- A post or boost has been deleted: count it off, and delete its boosts.
CREATE FUNCTION post_clear(gone post) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF gone.original IS NOT NULL THEN
        PERFORM post_count_add(gone.original_author, gone.original, 0, 0, -1);
        RETURN;
    END IF;
    PERFORM count_add(gone.author, 0, 0, -1);
    PERFORM post_count_add(gone.parent_author, gone.parent, -1, 0, 0);
    PERFORM notification_forget(gone.author, gone.id,
                                gone.mentioned || gone.parent_author);
    DELETE FROM post p WHERE p.original = gone.id;
END
$$;

-- Like a post. No row if the member sees no such post. outcome: 'liked' or
-- 'already'.
CREATE FUNCTION like_add(member bigint, post bigint)
RETURNS TABLE (outcome text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    seen post := post_visible_to(member, post);
BEGIN
    IF seen.id IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO post_like (author, post, person, id)
    VALUES (seen.author, seen.id, member,
            id_from_time(now(), nextval('reaction_number')))
        ON CONFLICT DO NOTHING;
    outcome := CASE WHEN FOUND THEN 'liked' ELSE 'already' END;
    IF outcome = 'liked' THEN
        PERFORM post_count_add(seen.author, seen.id, 0, 1, 0);
        PERFORM notification_add(seen.author, 'like', member, seen.author,
                                 seen.id);
        changed := 'posts';
    END IF;
    RETURN NEXT;
END
$$;

-- Take back a like. No row if the member sees no such post. outcome: 'unliked'
-- or 'not'.
CREATE FUNCTION like_remove(member bigint, post bigint)
RETURNS TABLE (outcome text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    seen post := post_visible_to(member, post);
BEGIN
    IF seen.id IS NULL THEN
        RETURN;
    END IF;
    DELETE FROM post_like l
     WHERE l.author = seen.author AND l.post = seen.id AND l.person = member;
    outcome := CASE WHEN FOUND THEN 'unliked' ELSE 'not' END;
    IF outcome = 'unliked' THEN
        PERFORM post_count_add(seen.author, seen.id, 0, -1, 0);
        PERFORM notification_remove(seen.author, 'like', member, seen.author,
                                    seen.id);
        changed := 'posts';
    END IF;
    RETURN NEXT;
END
$$;

-- Boost a post. No row if the member sees no such post. outcome: 'boosted',
-- 'already', 'own': nobody boosts their own posts; or 'later': the member has
-- reached the limit, and "wait" is the seconds until the next boost.
CREATE FUNCTION boost_add(
    member bigint, post bigint, max_count integer, window_seconds integer)
RETURNS TABLE (outcome text, changed text, wait integer)
LANGUAGE plpgsql AS $$
DECLARE
    seen post := post_visible_to(member, post);
BEGIN
    IF seen.id IS NULL THEN
        RETURN;
    END IF;
    outcome := CASE WHEN seen.author = member THEN 'own'
                    WHEN EXISTS (SELECT FROM post b
                                  WHERE b.original = seen.id
                                    AND b.author = member) THEN 'already' END;
    IF outcome IS NULL THEN
        wait := rate_take('posts ' || member, max_count, window_seconds);
        outcome := 'later';
    END IF;
    IF wait = 0 THEN
        INSERT INTO post (author, id, body, created_at, original,
                          original_author)
        VALUES (member, post_next_id(), '', now(), seen.id, seen.author)
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'boosted' ELSE 'already' END;
    END IF;
    IF outcome = 'boosted' THEN
        PERFORM post_count_add(seen.author, seen.id, 0, 0, 1);
        PERFORM notification_add(seen.author, 'boost', member, seen.author,
                                 seen.id);
        changed := 'posts';
    END IF;
    RETURN NEXT;
END
$$;

-- Take back a boost. No row if the member sees no such post. outcome:
-- 'unboosted' or 'not'.
CREATE FUNCTION boost_remove(member bigint, post bigint)
RETURNS TABLE (outcome text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    seen post := post_visible_to(member, post);
    gone post;
BEGIN
    IF seen.id IS NULL THEN
        RETURN;
    END IF;
    DELETE FROM post b WHERE b.original = seen.id AND b.author = member
    RETURNING b.* INTO gone;
    outcome := CASE WHEN FOUND THEN 'unboosted' ELSE 'not' END;
    IF outcome = 'unboosted' THEN
        PERFORM post_clear(gone);
        PERFORM notification_remove(seen.author, 'boost', member, seen.author,
                                    seen.id);
        changed := 'posts';
    END IF;
    RETURN NEXT;
END
$$;

-- Keep a post. No row if the member sees no such post. outcome: 'kept' or
-- 'already'.
CREATE FUNCTION bookmark_add(member bigint, post bigint)
RETURNS TABLE (outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    seen post := post_visible_to(member, post);
BEGIN
    IF seen.id IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO bookmark (person, author, post, id)
    VALUES (member, seen.author, seen.id,
            id_from_time(now(), nextval('reaction_number')))
        ON CONFLICT DO NOTHING;
    outcome := CASE WHEN FOUND THEN 'kept' ELSE 'already' END;
    PERFORM post_set_reacted(seen.author, seen.id);
    RETURN NEXT;
END
$$;

-- Keep a post no longer. No row if the member sees no such post. outcome:
-- 'dropped' or 'not'.
CREATE FUNCTION bookmark_remove(member bigint, post bigint)
RETURNS TABLE (outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    seen post := post_visible_to(member, post);
BEGIN
    IF seen.id IS NULL THEN
        RETURN;
    END IF;
    DELETE FROM bookmark b
     WHERE b.person = member AND b.author = seen.author AND b.post = seen.id;
    outcome := CASE WHEN FOUND THEN 'dropped' ELSE 'not' END;
    RETURN NEXT;
END
$$;

-- Keep the boosts of the member with this nickname out of the muter's feeds. No
-- row if the muter sees no such member. outcome: 'muted', 'already' or 'self'.
CREATE FUNCTION boost_mute_add(muter bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT m.id, m.nickname INTO target, boost_mute_add.nickname
      FROM person_visible_to(muter, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF target <> muter THEN
        INSERT INTO boost_mute (muter, muted, id)
        VALUES (boost_mute_add.muter, target,
                id_from_time(now(), nextval('mute_number')))
            ON CONFLICT DO NOTHING;
        outcome := CASE WHEN FOUND THEN 'muted' ELSE 'already' END;
    END IF;
    RETURN NEXT;
END
$$;

-- Let the boosts of the member with this nickname into the feeds again. No row
-- if the muter sees no such member. outcome: 'unmuted', 'not' or 'self'.
CREATE FUNCTION boost_mute_remove(muter bigint, nick text)
RETURNS TABLE (nickname text, outcome text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT m.id, m.nickname INTO target, boost_mute_remove.nickname
      FROM person_visible_to(muter, nick) m;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'self';
    IF target <> muter THEN
        DELETE FROM boost_mute m
         WHERE m.muter = boost_mute_remove.muter AND m.muted = target;
        outcome := CASE WHEN FOUND THEN 'unmuted' ELSE 'not' END;
    END IF;
    RETURN NEXT;
END
$$;

-- Return one post as every page shows it to this viewer (0: a visitor), from
-- whom these members are hidden (hidden_from()). No row if there is no such
-- post. Whether the viewer may see its author is for the caller to decide.
--
-- mine: the viewer wrote it; mentions: the mentioned members that the viewer may
-- see, each as a nickname that they have or had, in lower case, and the present
-- one, or NULL; answers: the nickname of whom it answers, or NULL if that post has
-- been deleted or the viewer may not see it; replies, likes, boosts: how many of
-- those by members whom the viewer may see, or NULL if there are none; liked,
-- boosted, kept: the viewer did so.
--
-- The planner puts the query in the place of the call. Most posts have no
-- reactions and mention nobody, and for them it looks for nothing more. LIMIT 1
-- makes it find the post by its key. What hidden members did is taken off the
-- counts. There may be a thousand of them, suspended ones, so they are looked up
-- one by one only if even more rows would have to be read: with up to thirty
-- rows, comparing each with all of them is faster.
CREATE FUNCTION post_shown(
    author bigint, post bigint, viewer bigint, hidden bigint[])
RETURNS TABLE (
    id bigint, author bigint, nickname text, body text, created_at timestamptz,
    mine boolean, edited_at timestamptz, mentions text, parent bigint,
    answers text, replies bigint, likes bigint, boosts bigint, liked boolean,
    boosted boolean, kept boolean)
LANGUAGE sql STABLE AS $$
SELECT p.id, p.author, a.nickname, p.body, p.created_at, p.author = $3,
       p.edited_at,
       CASE WHEN p.mentioned IS NOT NULL
            THEN (SELECT string_agg(n.key || ' ' || m.nickname, ' ')
                    FROM person m
                    JOIN nickname n ON n.person = m.id
                   WHERE m.id = ANY (p.mentioned) AND m.id <> ALL ($4)) END,
       p.parent,
       CASE WHEN p.parent IS NOT NULL
            THEN (SELECT r.nickname
                    FROM post o
                    JOIN person r ON r.id = o.author
                   WHERE o.author = p.parent_author AND o.id = p.parent
                     AND r.id <> ALL ($4)) END,
       nullif(c.replies - CASE
              WHEN $4 = '{}' THEN 0
              WHEN c.replies > 30 THEN (
                  SELECT coalesce(sum((SELECT count(*) FROM post r
                                        WHERE r.parent = p.id
                                          AND r.author = o.id)), 0)::bigint
                    FROM unnest($4) o (id))
              WHEN c.replies > 0 THEN (
                  SELECT count(*) FROM (SELECT r.author FROM post r
                                         WHERE r.parent = p.id OFFSET 0) r
                   WHERE r.author = ANY ($4))
              ELSE 0 END, 0),
       nullif(c.likes - CASE
              WHEN $4 = '{}' THEN 0
              WHEN c.likes > 30 THEN (
                  SELECT count(*) FROM unnest($4) o (id)
                   WHERE EXISTS (SELECT FROM post_like l
                                  WHERE l.author = p.author AND l.post = p.id
                                    AND l.person = o.id OFFSET 0))
              WHEN c.likes > 0 THEN (
                  SELECT count(*) FROM (SELECT l.person FROM post_like l
                                         WHERE l.author = p.author
                                           AND l.post = p.id OFFSET 0) l
                   WHERE l.person = ANY ($4))
              ELSE 0 END, 0),
       nullif(c.boosts - CASE
              WHEN $4 = '{}' THEN 0
              WHEN c.boosts > 30 THEN (
                  SELECT count(*) FROM unnest($4) o (id)
                   WHERE EXISTS (SELECT FROM post b
                                  WHERE b.original = p.id AND b.author = o.id
                                 OFFSET 0))
              WHEN c.boosts > 0 THEN (
                  SELECT count(*) FROM (SELECT b.author FROM post b
                                         WHERE b.original = p.id OFFSET 0) b
                   WHERE b.author = ANY ($4))
              ELSE 0 END, 0),
       p.reacted AND EXISTS (SELECT FROM post_like l
                              WHERE l.author = p.author AND l.post = p.id
                                AND l.person = $3),
       p.reacted AND EXISTS (SELECT FROM post b
                              WHERE b.original = p.id AND b.author = $3),
       p.reacted AND EXISTS (SELECT FROM bookmark b
                              WHERE b.person = $3 AND b.author = p.author
                                AND b.post = p.id)
  FROM (SELECT * FROM post WHERE author = $1 AND id = $2 LIMIT 1) p
  JOIN person a ON a.id = p.author
  LEFT JOIN LATERAL (
       SELECT sum(k.replies)::bigint AS replies, sum(k.likes)::bigint AS likes,
              sum(k.boosts)::bigint AS boosts
         FROM post_count k
        WHERE p.reacted AND k.author = p.author AND k.post = p.id) c ON true
$$;
