-- SPDX-License-Identifier: ISC
-- Departure: members delete their accounts. departure_begin() makes a member
-- absent, at once and for everyone. Later the clerk removes the rows in the
-- small steps of departure_step(), because a popular member has many. Nobody can
-- tell, since all statements leave absent members out anyway.

-- Make a member absent for good, whose row is locked: end their sessions, and
-- remove what only they knew. Return whether that was not done before.
CREATE FUNCTION departure_mark(target bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO absent AS a (person, reason) VALUES (target, 'left')
        ON CONFLICT (person)
        DO UPDATE SET reason = excluded.reason, since = excluded.since
         WHERE a.reason = 'suspended';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE person
       SET about_me = '', password = NULL, email = NULL, email_key = NULL,
           email_confirmed_at = NULL
     WHERE id = target;
    DELETE FROM session WHERE person = target;
    DELETE FROM pending_sign_in WHERE person = target; -- at most five
    DELETE FROM appeal_secret WHERE person = target; -- at most five
    DELETE FROM identity WHERE person = target; -- at most ten
    DELETE FROM profile_link WHERE person = target; -- at most four
    RETURN true;
END
$$;

-- Make the member with this present nickname absent for good. No row if nobody
-- has the nickname, or if "member" is not 0 and somebody else has it. The outcome
-- is 'already' if the member has become absent at this very moment.
--
-- The member's row is locked, so that a sign-in with the password comes either
-- before, and its session is deleted, or later, and fails. The topic is
-- everything, because the pages of all whom the member followed, and of all
-- followers, have other counts now.
CREATE FUNCTION departure_begin(nick text, member bigint)
RETURNS TABLE (nickname text, outcome text, changed text)
LANGUAGE plpgsql AS $$
DECLARE
    target bigint;
BEGIN
    SELECT p.id, p.nickname INTO target, departure_begin.nickname
      FROM nickname n
      JOIN person p ON p.id = n.person AND lower(p.nickname) = n.key
     WHERE n.key = lower(nick COLLATE "C")
       AND member IN (0, p.id)
       AND NOT EXISTS (SELECT FROM absent a WHERE a.person = p.id)
       FOR NO KEY UPDATE OF p;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    outcome := 'already';
    IF departure_mark(target) THEN
        outcome := 'left';
        changed := 'everything';
    END IF;
    RETURN NEXT;
END
$$;

-- Remove at most max_rows follows of or by this member, and count them off the
-- others in the same transaction. Return how many there were.
CREATE FUNCTION departure_unfollow(member bigint, max_rows integer)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    ended record;
    removed integer := 0;
BEGIN
    FOR ended IN
        DELETE FROM follow f
         WHERE (f.follower, f.followed) IN (
               (SELECT o.follower, o.followed FROM follow o
                 WHERE o.follower = member LIMIT max_rows)
               UNION ALL
               (SELECT o.follower, o.followed FROM follow o
                 WHERE o.followed = member LIMIT max_rows)
               LIMIT max_rows)
        RETURNING f.follower, f.followed
    LOOP
        IF ended.follower = member THEN
            PERFORM count_add(ended.followed, -1, 0, 0);
        ELSE
            PERFORM count_add(ended.follower, 0, -1, 0);
        END IF;
        removed := removed + 1;
    END LOOP;
    RETURN removed;
END
$$;

-- Remove at most max_rows posts and boosts of this member, and count them off
-- those of others in the same transaction. Return how many there were.
--
-- What they answer and boost is locked first. Somebody who deletes one of these
-- posts would otherwise wait for a boost that is removed here, while this waits
-- for the post.
CREATE FUNCTION departure_unpost(member bigint, max_rows integer)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[] := ARRAY(SELECT p.id FROM post p
                           WHERE p.author = member LIMIT max_rows);
    gone post;
    removed integer := 0;
BEGIN
    PERFORM FROM post o
      WHERE (o.author, o.id) IN (
            SELECT coalesce(p.original_author, p.parent_author),
                   coalesce(p.original, p.parent)
              FROM post p
             WHERE p.author = member AND p.id = ANY (ids))
        FOR KEY SHARE;
    FOR gone IN
        DELETE FROM post p
         WHERE p.author = member AND p.id = ANY (ids)
        RETURNING p.*
    LOOP
        PERFORM post_clear(gone);
        removed := removed + 1;
    END LOOP;
    RETURN removed;
END
$$;

-- Remove at most max_rows likes of this member, and count them off in the same
-- transaction. Return how many there were. The posts are locked first, as in
-- departure_unpost().
CREATE FUNCTION departure_unlike(member bigint, max_rows integer)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    liked record;
    gone record;
    removed integer := 0;
BEGIN
    SELECT array_agg(l.author) AS authors, array_agg(l.post) AS posts
      INTO liked
      FROM (SELECT author, post FROM post_like
             WHERE person = member LIMIT max_rows) l;
    PERFORM FROM post p
      WHERE (p.author, p.id) IN (
            SELECT * FROM unnest(liked.authors, liked.posts))
        FOR KEY SHARE;
    FOR gone IN
        DELETE FROM post_like l
         WHERE l.person = member
           AND (l.author, l.post) IN (
               SELECT * FROM unnest(liked.authors, liked.posts))
        RETURNING l.*
    LOOP
        PERFORM post_count_add(gone.author, gone.post, 0, -1, 0);
        removed := removed + 1;
    END LOOP;
    RETURN removed;
END
$$;

-- Remove at most max_rows rows of one table that belong to the member who
-- became absent first; or if there are none left, the member. The nicknames
-- stay, so that nobody else can have them. If nobody leaves, make one absent for
-- good who was suspended 30 days ago. Return whether there was anything to do.
--
-- Members are left alone for the first minute. By then, every transaction that
-- may still have taken them for present has ended (a page's statement has 3 s,
-- the clerk's 30), so nothing is added between two steps. Two clerks never work
-- on the same member, and one that is interrupted leaves nothing half done.
--
-- Every column that refers to a person must be among the places, except those
-- of the tables follow, post, post_like and absent; or among the names, where the
-- row stays and only loses its reference. Each needs an index: a sequential scan
-- would read what earlier steps removed, again and again. (That it is forbidden makes
-- the planner expect enormous costs, for which it would compile the plans.)
-- Members of lists come before the lists, which would take all of theirs along
-- at once.
CREATE FUNCTION departure_step(max_rows integer) RETURNS boolean
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE
    places text[] := ARRAY[
        ['import', 'member'], ['report', 'person'], ['block', 'blocker'],
        ['block', 'blocked'], ['draft', 'author'],
        ['mute', 'muter'], ['mute', 'muted'], ['boost_mute', 'muter'],
        ['boost_mute', 'muted'], ['bookmark', 'person'], ['list_member', 'owner'],
        ['list_member', 'person'], ['list', 'owner'], ['session', 'person'],
        ['trusted_browser', 'person'], ['recovery_code', 'person'],
        ['two_factor', 'person'],
        ['pending_sign_in', 'person'],
        ['email_change', 'person'], ['email_former', 'person'],
        ['email_secret', 'person'], ['email_unwanted', 'person'],
        ['identity', 'person'],
        ['invited', 'person'], ['person_origin', 'person'],
        ['hidden', 'person'], ['notice', 'person'], ['appeal', 'person'],
        ['appeal_secret', 'person'], ['private_feed', 'person'],
        ['notification', 'person'], ['notification', 'actor'],
        ['thread_mute', 'person'], ['digest', 'person'], ['tag_follow', 'person'],
        ['profile_link', 'person'], ['person_seen', 'person'],
        ['person_count', 'person']];
    names text[] := ARRAY[['report', 'reporter'], ['report', 'closed_by']];
    place text[];
    member bigint;
    removed integer;
BEGIN
    SELECT a.person INTO member
      FROM absent a
     WHERE a.reason = 'left' AND a.since < now() - interval '1 minute'
     ORDER BY a.since
     LIMIT 1
       FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN suspension_expire();
    END IF;

    removed := departure_unfollow(member, max_rows);
    IF removed = 0 THEN
        removed := departure_unpost(member, max_rows);
    END IF;
    IF removed = 0 THEN
        removed := departure_unlike(member, max_rows);
    END IF;
    FOREACH place SLICE 1 IN ARRAY names LOOP
        EXIT WHEN removed > 0;
        EXECUTE format('UPDATE %1$I SET %2$I = NULL WHERE ctid = ANY (ARRAY('
                       'SELECT ctid FROM %1$I WHERE %2$I = $1 LIMIT $2))',
                       place[1], place[2])
          USING member, max_rows;
        GET DIAGNOSTICS removed = ROW_COUNT;
    END LOOP;
    FOREACH place SLICE 1 IN ARRAY places LOOP
        EXIT WHEN removed > 0;
        EXECUTE format('DELETE FROM %I WHERE ctid = ANY (ARRAY('
                       'SELECT ctid FROM %1$I WHERE %I = $1 LIMIT $2))',
                       place[1], place[2])
          USING member, max_rows;
        GET DIAGNOSTICS removed = ROW_COUNT;
    END LOOP;

    IF removed = 0 THEN
        DELETE FROM rate r
         WHERE r.key IN ('posts ' || member, 'follows ' || member,
                         'reports ' || member, 'links ' || member)
            OR r.key IN (SELECT 'account ' || n.key FROM nickname n
                          WHERE n.person = member);
        UPDATE moderation m SET post_body = NULL, post_kept = NULL
         WHERE m.person = member AND m.post_body IS NOT NULL;
        DELETE FROM absent WHERE person = member;
        DELETE FROM person WHERE id = member;
    END IF;
    RETURN true;
END
$$;
