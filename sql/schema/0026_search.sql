-- SPDX-License-Identifier: ISC
-- Search: the words of posts, and the functions that find posts and members by
-- them.

-- Removes accents. Trusted: the owner of a database may create it.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_available_extensions
                    WHERE name = 'unaccent') THEN
        RAISE EXCEPTION 'PostgreSQL lacks the extension unaccent: install '
            'PostgreSQL''s contributed modules on its server; on Debian, they '
            'come with the package postgresql';
    END IF;
    CREATE EXTENSION IF NOT EXISTS unaccent;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the role % may not create the extension unaccent in the '
        'database %: as an administrator of PostgreSQL, run "CREATE EXTENSION '
        'unaccent" there', current_user, current_database();
END
$$;

-- How text becomes words: words_simple leaves them as they are written, apart
-- from case and accents; words_english and so on also take off their endings.
-- Unlike PostgreSQL's own configurations, they leave no word out, so that "the
-- who" and -the mean what they say. The language's stem of a word is found by
-- every form of it, and so by the word itself: one index serves both.
-- The extension may be in another schema than ours.
DO $$
DECLARE
    unaccent text := format('%I.unaccent', n.nspname)
                FROM pg_extension e
                JOIN pg_namespace n ON n.oid = e.extnamespace
               WHERE e.extname = 'unaccent';
    language text;
BEGIN
    CREATE TEXT SEARCH CONFIGURATION words_simple (COPY = simple);
    EXECUTE format('ALTER TEXT SEARCH CONFIGURATION words_simple '
                   'ALTER MAPPING FOR word, hword, hword_part '
                   'WITH %s, simple', unaccent);
    FOREACH language IN ARRAY ARRAY[
        'arabic', 'armenian', 'basque', 'catalan', 'danish', 'dutch', 'english',
        'finnish', 'french', 'german', 'greek', 'hindi', 'hungarian',
        'indonesian', 'irish', 'italian', 'lithuanian', 'nepali', 'norwegian',
        'portuguese', 'romanian', 'russian', 'serbian', 'spanish', 'swedish',
        'tamil', 'turkish', 'yiddish']
    LOOP
        EXECUTE format('CREATE TEXT SEARCH DICTIONARY words_%1$s '
                       '(TEMPLATE = snowball, Language = %1$s)', language);
        EXECUTE format('CREATE TEXT SEARCH CONFIGURATION words_%s '
                       '(COPY = simple)', language);
        EXECUTE format('ALTER TEXT SEARCH CONFIGURATION words_%1$s '
                       'ALTER MAPPING FOR asciiword, asciihword, '
                       'hword_asciipart WITH words_%1$s', language);
        EXECUTE format('ALTER TEXT SEARCH CONFIGURATION words_%1$s '
                       'ALTER MAPPING FOR word, hword, hword_part '
                       'WITH %2$s, words_%1$s', language, unaccent);
    END LOOP;
END
$$;

-- Without GIN's list of pending entries, a search takes as long after many new
-- posts as ever, and none of these posts waits until the list is emptied.
CREATE TABLE post_words (
    author bigint NOT NULL,
    id     bigint NOT NULL,
    words  tsvector NOT NULL,
    PRIMARY KEY (author, id),
    FOREIGN KEY (author, id) REFERENCES post ON DELETE CASCADE
);
CREATE INDEX post_words_id ON post_words (id);
CREATE INDEX post_words_words ON post_words USING gin (words)
    WITH (fastupdate = off);

COMMENT ON TABLE post_words IS
'The words of a post, for searches; a table of its own, so that feeds do not
read them, and so that they can be made again in another language while the site
runs. Distributed by author.';
COMMENT ON COLUMN post_words.author IS
'The post''s author.';
COMMENT ON COLUMN post_words.id IS
'The post.';
COMMENT ON COLUMN post_words.words IS
'Made by search_words().';

CREATE TABLE search_change (
    id       boolean PRIMARY KEY DEFAULT true CHECK (id),
    former   text[] NOT NULL,
    since    timestamptz NOT NULL,
    position bigint NOT NULL
);

COMMENT ON TABLE search_change IS
'The site''s search language was changed, and the clerk is making the words of
all posts again, the newest first; until it is done, searches look for the words
in the former languages, too. At most one row. Distributed: copied to every
node.';
COMMENT ON COLUMN search_change.id IS
'True, so that there cannot be a second row.';
COMMENT ON COLUMN search_change.former IS
'The languages in which words of posts may still be.';
COMMENT ON COLUMN search_change.since IS
'When it was changed last.';
COMMENT ON COLUMN search_change.position IS
'The posts with smaller ids are still to be done.';

CREATE INDEX person_about_me ON person
 USING gin (to_tsvector('words_simple', normalize(about_me, NFKC)))
  WITH (fastupdate = off);

-- Return the words of a text in a language. A text with an address that is
-- shown as a link also has the word " link", which no search can contain,
-- because of its space. Words of more than 2 KB are left out, without a notice.
CREATE FUNCTION search_words(body text, language text) RETURNS tsvector
LANGUAGE plpgsql STABLE SET client_min_messages = warning AS $$
BEGIN
    RETURN to_tsvector(('words_' || language)::regconfig,
                       normalize(body, NFKC))
           || CASE WHEN body ~* '\mhttps?://[[:alnum:]\[]'
                   THEN ''' link''' ELSE '' END::tsvector;
END
$$;

-- Note the words of a post, whose text is new or has changed.
CREATE FUNCTION search_add(author bigint, id bigint, body text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO post_words AS w (author, id, words)
    SELECT search_add.author, search_add.id,
           search_words(body, s.search_language)
      FROM site s
        ON CONFLICT ON CONSTRAINT post_words_pkey
        DO UPDATE SET words = excluded.words;
END
$$;

-- Return the query for what somebody typed, in a language. It is empty if there
-- are no words in it. Phones write round quotes.
CREATE FUNCTION search_query(typed text, language text) RETURNS tsquery
LANGUAGE plpgsql STABLE SET client_min_messages = warning AS $$
BEGIN
    RETURN websearch_to_tsquery(
        ('words_' || language)::regconfig,
        normalize(translate(typed, '“”„«»', '"""""'), NFKC));
END
$$;

-- Return about how many posts an index scan for this query would have to look
-- at: those with its rarest word, or if one of several words is enough, with
-- the commonest; NULL if the index is of no use. It comes from the statistics of
-- the table, which know the thousand commonest words; others count as 0.
CREATE FUNCTION search_cost(query tsquery) RETURNS float
LANGUAGE plpgsql STABLE AS $$
DECLARE
    needed text := querytree(query);
    least float;
    most float;
BEGIN
    IF needed IN ('', 'T') THEN
        RETURN NULL;
    END IF;
    SELECT min(coalesce(f.frequency, 0)), max(coalesce(f.frequency, 0))
      INTO least, most
      FROM regexp_matches(needed, '''((?:[^'']|'''')+)''', 'g') AS m (word)
      LEFT JOIN (
           SELECT e.word, s.most_common_elem_freqs[e.place] AS frequency
             FROM pg_stats s
            CROSS JOIN unnest(s.most_common_elems::text::text[])
                       WITH ORDINALITY AS e (word, place)
            WHERE s.schemaname = current_schema()
              AND s.tablename = 'post_words' AND s.attname = 'words') f
           ON f.word = replace(m.word[1], '''''', '''');
    RETURN CASE WHEN needed LIKE '%|%' THEN most ELSE least END
           * (SELECT c.reltuples FROM pg_class c
               WHERE c.oid = 'post_words'::regclass);
END
$$;

-- Return whether this member's posts are left out of what the viewer finds.
CREATE FUNCTION search_hides(viewer bigint, person bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM block_pair b
                    WHERE b.person = viewer AND b.other = search_hides.person)
        OR EXISTS (SELECT FROM absent a WHERE a.person = search_hides.person)
        OR search_hides.person <> viewer
           AND EXISTS (SELECT FROM hidden h
                        WHERE h.person = search_hides.person);
END
$$;

-- Find up to 51 posts that match the query, newest first, with ids below
-- "before" and from "since" on; of one writer, whom the viewer may see, if that
-- is not NULL. A query of NULL matches all. Left out are posts of members who are
-- absent, who are hidden (except the viewer), and in a block with the viewer.
--
-- GIN finds all matches of a word, in no order. So it is used for rare words,
-- of which at most "rare" posts have to be sorted. With a common word, the
-- newest posts are read one by one until enough match. That is also done for
-- the posts of an author; and at most for "reach" posts. If the reach ends
-- before the page is full, the last row has no author, and its id is the cursor
-- with which to go on.
CREATE FUNCTION search_find(
    viewer bigint, query tsquery, writer bigint, since bigint, before bigint,
    rare bigint, reach bigint)
RETURNS TABLE (author bigint, id bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    matches bigint;
    authors bigint[];
    ids bigint[];
    found integer;
    reached bigint;
BEGIN
    IF writer IS NULL AND query IS NOT NULL
       AND coalesce(search_cost(query) <= rare, false) THEN
        WITH all_of_them AS MATERIALIZED (
            SELECT w.author, w.id FROM post_words w
             WHERE w.words @@ query LIMIT rare + 1
        ), page AS (
            SELECT m.author, m.id FROM all_of_them m
             WHERE m.id < before AND m.id >= since
               AND m.author NOT IN (
                   SELECT b.other FROM block_pair b WHERE b.person = viewer
                    UNION ALL
                   SELECT u.person FROM unpromoted u
                    WHERE NOT (u.person = viewer))
             ORDER BY m.id DESC LIMIT 51
        )
        SELECT (SELECT count(*) FROM all_of_them),
               array_agg(p.author ORDER BY p.id DESC),
               array_agg(p.id ORDER BY p.id DESC)
          INTO matches, authors, ids
          FROM page p;
        IF matches <= rare THEN
            RETURN QUERY SELECT * FROM unnest(authors, ids);
            RETURN;
        END IF;
    END IF;

    IF writer IS NULL THEN
        RETURN QUERY
        SELECT w.author, w.id
          FROM (SELECT n.author, n.id, n.words FROM post_words n
                 WHERE n.id < before AND n.id >= since
                 ORDER BY n.id DESC LIMIT reach) w
         WHERE (query IS NULL OR w.words @@ query)
           AND w.author NOT IN (
               SELECT b.other FROM block_pair b WHERE b.person = viewer
                UNION ALL
               SELECT u.person FROM unpromoted u WHERE NOT (u.person = viewer))
         ORDER BY w.id DESC LIMIT 51;
        GET DIAGNOSTICS found = ROW_COUNT;
        IF found < 51 THEN
            reached := (SELECT n.id FROM post_words n
                         WHERE n.id < before AND n.id >= since
                         ORDER BY n.id DESC OFFSET reach - 1 LIMIT 1);
        END IF;
    ELSE
        RETURN QUERY
        SELECT w.author, w.id
          FROM (SELECT n.author, n.id, n.words FROM post_words n
                 WHERE n.author = writer AND n.id < before AND n.id >= since
                 ORDER BY n.id DESC LIMIT reach) w
         WHERE query IS NULL OR w.words @@ query
         ORDER BY w.id DESC LIMIT 51;
        GET DIAGNOSTICS found = ROW_COUNT;
        IF found < 51 THEN
            reached := (SELECT n.id FROM post_words n
                         WHERE n.author = writer AND n.id < before AND n.id >= since
                         ORDER BY n.id DESC OFFSET reach - 1 LIMIT 1);
        END IF;
    END IF;
    IF reached IS NOT NULL THEN
        author := NULL;
        id := reached;
        RETURN NEXT;
    END IF;
END
$$;

-- The same for what somebody typed: words, or '' for none; whether the posts
-- must have a link; the author's nickname in any case, present or former, or ''
-- for everybody. An author whom the viewer must not find is like a nickname that
-- nobody has. Words of which nothing remains, such as "!", match nothing.
-- While the words of posts are being made again, they are looked for in all
-- languages in which they may be.
CREATE FUNCTION search_posts(
    viewer bigint, words text, link boolean, nickname text, since bigint,
    before bigint, rare bigint, reach bigint)
RETURNS TABLE (author bigint, id bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    query tsquery;
    language text;
    writer bigint;
BEGIN
    IF words <> '' THEN
        query := (SELECT search_query(words, t.search_language) FROM site t);
        FOR language IN SELECT unnest(c.former) FROM search_change c LOOP
            query := query || search_query(words, language);
        END LOOP;
        IF numnode(query) = 0 THEN
            RETURN;
        END IF;
    END IF;
    IF link THEN
        query := CASE WHEN query IS NULL THEN ''' link'''
                      ELSE query && ''' link''' END;
    END IF;
    IF nickname <> '' THEN
        writer := coalesce((SELECT n.person FROM nickname n
                         WHERE n.key = lower(nickname COLLATE "C")), 0);
        IF search_hides(viewer, writer) THEN
            writer := 0;
        END IF;
    END IF;
    RETURN QUERY SELECT f.author, f.id
                   FROM search_find(viewer, query, writer, since, before, rare,
                                    reach) f;
END
$$;

-- The words of all posts are to be made again, because the site's search
-- language is no longer the former one.
CREATE FUNCTION search_change_from(former text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_change AS c (former, since, position)
    VALUES (ARRAY[search_change_from.former], now(), 9223372036854775807)
        ON CONFLICT ON CONSTRAINT search_change_pkey DO UPDATE
       SET former = array_append(
               array_remove(c.former, search_change_from.former),
               search_change_from.former),
           since = excluded.since, position = excluded.position;
END
$$;

-- Make the words of some more posts again, at most max_rows, if the language was
-- changed more than a minute ago: a post that began before may be committed
-- after it, in the former language. The words are locked before the texts are
-- read, by a statement of its own: if a text is changed at the same moment, its
-- new words are there before, or will replace ours.
-- more: whether there may be more to do; wait: the seconds until there is.
CREATE FUNCTION search_step(max_rows integer, OUT more boolean, OUT wait integer)
LANGUAGE plpgsql AS $$
DECLARE
    change search_change;
    ids bigint[];
BEGIN
    more := false;
    SELECT * INTO change FROM search_change FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    wait := ceil(extract(epoch FROM change.since + interval '1 minute' - now()));
    IF wait > 0 THEN
        RETURN;
    END IF;
    wait := NULL;
    ids := ARRAY(SELECT w.id FROM post_words w
                  WHERE w.id < change.position
                  ORDER BY w.id DESC LIMIT max_rows FOR UPDATE);
    IF ids = '{}' THEN
        DELETE FROM search_change;
        RETURN;
    END IF;
    UPDATE post_words w
       SET words = search_words(p.body, t.search_language)
      FROM post p, site t
     WHERE w.id = ANY (ids) AND p.author = w.author AND p.id = w.id;
    UPDATE search_change SET position = ids[array_upper(ids, 1)];
    more := true;
END
$$;
