-- SPDX-License-Identifier: ISC
-- Hashtags: which posts have them, who follows them, and which many use.

CREATE TABLE post_tag (
    author        bigint NOT NULL,
    post          bigint NOT NULL,
    tag           text COLLATE "C" NOT NULL
                  CHECK (octet_length(tag) BETWEEN 1 AND 255),
    parent_author bigint,
    PRIMARY KEY (author, post, tag),
    FOREIGN KEY (author, post) REFERENCES post ON DELETE CASCADE
) WITH (autovacuum_vacuum_insert_scale_factor = 0,
        autovacuum_vacuum_insert_threshold = 10000,
        autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 10000);
CREATE INDEX post_tag_newest ON post_tag (tag, post)
    INCLUDE (author, parent_author);
CREATE INDEX post_tag_post ON post_tag USING brin (post)
    WITH (pages_per_range = 16, autosummarize = on);

COMMENT ON TABLE post_tag IS
'A post has a hashtag. Vacuumed as often as the posts. The rows are nearly in the
order of their posts, so a small index finds those of a week. Distributed by
author.';
COMMENT ON COLUMN post_tag.author IS
'Who wrote the post.';
COMMENT ON COLUMN post_tag.post IS
'The post.';
COMMENT ON COLUMN post_tag.tag IS
'The key of the hashtag, which span_tag_key() makes in C: hashtags that differ
only in case or in how they are encoded have the same.';
COMMENT ON COLUMN post_tag.parent_author IS
'The same as of the post, so that the home feed need not look there.';

CREATE TABLE tag_follow (
    person bigint NOT NULL REFERENCES person,
    tag    text COLLATE "C" NOT NULL
           CHECK (octet_length(tag) BETWEEN 1 AND 255),
    PRIMARY KEY (person, tag)
);

COMMENT ON TABLE tag_follow IS
'A member follows a hashtag: posts with it appear in their home feed. At most a
hundred each. Distributed by person.';
COMMENT ON COLUMN tag_follow.person IS
'The member.';
COMMENT ON COLUMN tag_follow.tag IS
'The key of the hashtag.';

CREATE TABLE tag_week (
    one          boolean PRIMARY KEY DEFAULT true CHECK (one),
    refreshed_at timestamptz NOT NULL DEFAULT '-infinity',
    first_post   bigint NOT NULL DEFAULT 0,
    unpromoted   bigint[] NOT NULL DEFAULT '{}',
    tags         text[] COLLATE "C" NOT NULL DEFAULT '{}',
    authors      bigint[] NOT NULL DEFAULT '{}'
);
INSERT INTO tag_week DEFAULT VALUES;

COMMENT ON TABLE tag_week IS
'The hashtags that most members used in the last seven days, as the clerk has
counted them. Always one row. Distributed: copied to every node.';
COMMENT ON COLUMN tag_week.one IS
'Always true.';
COMMENT ON COLUMN tag_week.refreshed_at IS
'When the clerk counted last.';
COMMENT ON COLUMN tag_week.first_post IS
'Posts with smaller ids were too old to be counted.';
COMMENT ON COLUMN tag_week.unpromoted IS
'Whose posts were not counted, because they were unpromoted then.';
COMMENT ON COLUMN tag_week.tags IS
'The keys of up to fifty hashtags, the most popular first. Ten are shown; the
others take the places of those that only people used who are unpromoted since.';
COMMENT ON COLUMN tag_week.authors IS
'How many members used each of them.';

-- Give a post these hashtags, and no others.
CREATE FUNCTION post_set_tags(author bigint, post bigint, tags text[])
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM post_tag t
     WHERE t.author = post_set_tags.author AND t.post = post_set_tags.post
       AND t.tag <> ALL (coalesce(tags, '{}'));
    INSERT INTO post_tag (author, post, tag, parent_author)
    SELECT p.author, p.id, k.tag, p.parent_author
      FROM post p, unnest(tags) k (tag)
     WHERE p.author = post_set_tags.author AND p.id = post_set_tags.post
        ON CONFLICT DO NOTHING;
END
$$;

-- Follow a hashtag. outcome: 'followed', 'already', or 'full': the member
-- follows max_count of them.
CREATE FUNCTION tag_follow_add(
    member bigint, tag text, max_count integer, OUT outcome text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pair_lock(member, member);
    IF EXISTS (SELECT FROM tag_follow f
                WHERE f.person = member AND f.tag = tag_follow_add.tag) THEN
        outcome := 'already';
    ELSIF (SELECT count(*) FROM tag_follow f
            WHERE f.person = member) >= max_count THEN
        outcome := 'full';
    ELSE
        INSERT INTO tag_follow (person, tag)
        VALUES (member, tag_follow_add.tag);
        outcome := 'followed';
    END IF;
END
$$;

-- Return the newest 51 posts for the home feed of this member that are there only
-- for a hashtag that the member follows: of others than the members followed and
-- those left out, and with ids below "before" and from "oldest" on. Replies are
-- among them if the member would see those of somebody followed.
--
-- Only the newest 51 of each hashtag can be among them. The costs do not depend
-- on how many posts have it, unless most of those are of people left out.
CREATE FUNCTION tag_feed(
    member bigint, before bigint, oldest bigint, left_out bigint[])
RETURNS TABLE (author bigint, id bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT t.author, t.post
      FROM tag_follow f
     CROSS JOIN LATERAL (
           SELECT p.author, p.post
             FROM post_tag p
            WHERE p.tag = f.tag AND p.post < before AND p.post >= oldest
              AND p.author <> member
              AND p.author NOT IN (SELECT unnest(left_out)
                                    UNION ALL
                                   SELECT u.person FROM unpromoted u)
              AND NOT EXISTS (SELECT FROM follow o
                               WHERE o.follower = member
                                 AND o.followed = p.author
                              OFFSET 0)
              AND (p.parent_author IS NULL OR p.parent_author = member
                   OR p.parent_author NOT IN (SELECT unnest(left_out))
                      AND EXISTS (SELECT FROM follow o
                                   WHERE o.follower = member
                                     AND o.followed = p.parent_author
                                  OFFSET 0))
            ORDER BY p.post DESC
            LIMIT 51) t
     WHERE f.person = member
     ORDER BY t.post DESC
     LIMIT 51;
END
$$;

-- Count the hashtags of the last seven days, unless that was done less than five
-- minutes ago, or another clerk is doing it. Each member counts once for each
-- hashtag, however often they use it. Return the topic of posts if the result
-- is another than before.
CREATE FUNCTION tag_refresh() RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    before tag_week;
    first bigint := id_from_time(now() - interval '7 days', 0);
    left_out bigint[];
    popular text[];
    users bigint[];
BEGIN
    SELECT w.* INTO before FROM tag_week w
     WHERE w.refreshed_at < now() - interval '5 minutes'
       FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    left_out := ARRAY(SELECT DISTINCT u.person FROM unpromoted u);
    SELECT coalesce(array_agg(c.tag ORDER BY c.authors DESC, c.tag), '{}'),
           coalesce(array_agg(c.authors ORDER BY c.authors DESC, c.tag), '{}')
      INTO popular, users
      FROM (SELECT t.tag, count(DISTINCT t.author) AS authors
              FROM post_tag t
             WHERE t.post >= first
               AND t.author NOT IN (SELECT unnest(left_out))
             GROUP BY t.tag
            HAVING count(DISTINCT t.author) >= 2
             ORDER BY authors DESC, t.tag
             LIMIT 50) c;
    UPDATE tag_week w
       SET refreshed_at = now(), first_post = first, unpromoted = left_out,
           tags = popular, authors = users;
    RETURN CASE WHEN (before.tags, before.authors)
                     IS DISTINCT FROM (popular, users) THEN 'posts' END;
END
$$;
