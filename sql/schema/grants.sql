-- What the account that the site runs with may do: what its statements do, and
-- nothing else. It owns nothing, and can make nothing. Applied at each start by
-- the owner, if that is another account; microblog.site says to whom.
--
-- Functions run with the rights of who calls them, so they are anybody's to
-- call. What locks rows (FOR UPDATE, ON CONFLICT DO UPDATE) needs an UPDATE.
DO $$
DECLARE
    site text := quote_ident(current_setting('microblog.site'));
    tables text[] := ARRAY[
        'SELECT ON migration',
        'SELECT, INSERT, UPDATE (nickname, about_me, password) ON person',
        'SELECT, INSERT ON nickname',
        'SELECT, INSERT, UPDATE (seen_at) ON person_seen',
        'SELECT, INSERT, UPDATE (followers, following, posts) ON person_count',
        'SELECT, INSERT, UPDATE (used_at), DELETE ON session',
        'SELECT ON session_valid',
        'SELECT, INSERT, UPDATE, DELETE ON rate',
        'SELECT, INSERT, UPDATE (used_at), DELETE ON trusted_browser',
        'SELECT, INSERT, DELETE ON post',
        'SELECT, INSERT, DELETE ON follow',
        'SELECT, INSERT, DELETE ON block',
        'SELECT ON block_pair',
        'SELECT, INSERT, DELETE ON mute',
        'SELECT, INSERT, UPDATE (name, exclusive), DELETE ON list',
        'SELECT, INSERT, DELETE ON list_member'];
    sequences text[] := ARRAY[
        'person_id_seq', 'post_number', 'follow_number', 'block_number',
        'mute_number', 'list_number', 'list_member_number', 'count_slot'];
    one text;
BEGIN
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC, %s',
                   current_schema(), site);
    -- Before PostgreSQL 15 the schema is the administrator's, who lets everybody
    -- make things in it; an upgrade keeps it so.
    IF has_schema_privilege(current_setting('microblog.site'),
                            current_schema(), 'CREATE') THEN
        RAISE EXCEPTION 'the account % may make things in the schema %, and % '
            'cannot forbid it: let PostgreSQL''s administrator do '
            '"ALTER SCHEMA % OWNER TO %"', site, current_schema(), current_user,
            quote_ident(current_schema()), quote_ident(current_user);
    END IF;
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, %s',
                   current_database(), site);
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %s',
                   current_schema(), site);
    EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %s',
                   current_schema(), site);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %s', current_schema(), site);
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format('GRANT %s TO %s', one, site);
    END LOOP;
    FOREACH one IN ARRAY sequences LOOP
        EXECUTE format('GRANT USAGE ON SEQUENCE %I TO %s', one, site);
    END LOOP;
END
$$;
