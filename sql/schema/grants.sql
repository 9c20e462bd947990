-- SPDX-License-Identifier: ISC
-- What the role that the site connects as may do: what its statements need, and
-- nothing else. It owns nothing and cannot create anything. The owner applies
-- this file at each start, if the two roles differ; the setting microblog.site
-- names the site's role.
--
-- Functions need no grants: anybody may call them, and they run with the rights
-- of their caller. Statements that lock rows (FOR UPDATE, ON CONFLICT DO
-- UPDATE) need the UPDATE privilege.
DO $$
DECLARE
    site text := quote_ident(current_setting('microblog.site'));
    privileges text[] := ARRAY[
        'SELECT ON migration',
        'SELECT, INSERT, UPDATE (nickname, about_me, password, email,'
            ' email_key, email_confirmed_at, role), DELETE ON person',
        'SELECT, INSERT, DELETE ON nickname',
        'SELECT, INSERT, UPDATE (since, reason), DELETE ON absent',
        'SELECT, INSERT, UPDATE (seen_at, home_at, read_to), DELETE'
            ' ON person_seen',
        'SELECT, INSERT, UPDATE (followers, following, posts), DELETE'
            ' ON person_count',
        'SELECT, INSERT, UPDATE (used_at, proved_at), DELETE ON session',
        'SELECT ON session_valid',
        'SELECT, INSERT, UPDATE, DELETE ON rate',
        'SELECT, INSERT, UPDATE (used_at, no_code_until), DELETE'
            ' ON trusted_browser',
        'SELECT, INSERT, UPDATE (reacted, body, audience, mentioned,'
            ' edited_at), DELETE ON post',
        'SELECT, INSERT ON post_version',
        'SELECT, INSERT, UPDATE (replies, likes, boosts) ON post_count',
        'SELECT, INSERT, DELETE ON post_like',
        'SELECT, INSERT, DELETE ON bookmark',
        'SELECT, INSERT, DELETE ON boost_mute',
        'SELECT, INSERT, UPDATE (words) ON post_words',
        'SELECT, INSERT, UPDATE (former, since, position), DELETE'
            ' ON search_change',
        'SELECT, INSERT, DELETE ON post_tag',
        'SELECT, INSERT, DELETE ON tag_follow',
        'SELECT, UPDATE (refreshed_at, first_post, unpromoted, tags, authors)'
            ' ON tag_week',
        'SELECT, INSERT, DELETE ON follow',
        'SELECT, INSERT, DELETE ON block',
        'SELECT ON block_pair',
        'SELECT, INSERT, DELETE ON mute',
        'SELECT, INSERT, UPDATE (name, exclusive), DELETE ON list',
        'SELECT, INSERT, DELETE ON list_member',
        'SELECT, INSERT, DELETE ON draft',
        'SELECT, INSERT, UPDATE (place, verified_at, read_at, tries, due),'
            ' DELETE ON profile_link',
        'SELECT, INSERT, UPDATE (last_step), DELETE ON two_factor',
        'SELECT, INSERT, DELETE ON recovery_code',
        'SELECT, INSERT, UPDATE (attempts), DELETE ON pending_sign_in',
        'SELECT ON pending_sign_in_valid',
        'SELECT, INSERT, DELETE ON mail',
        'UPDATE (due, tries, state, last_error, created_at) ON mail',
        'SELECT, INSERT, DELETE ON email_change',
        'SELECT, INSERT, DELETE ON email_former',
        'SELECT, INSERT, UPDATE (until), DELETE ON email_secret',
        'SELECT, INSERT, DELETE ON email_unwanted',
        'SELECT, INSERT, UPDATE (state, total, done, posts, people, marks,'
            ' known, missing, problems), DELETE ON import',
        'SELECT, INSERT, DELETE ON import_part',
        'SELECT, INSERT ON import_problem',
        'SELECT, INSERT, DELETE ON identity',
        'SELECT, INSERT, UPDATE, DELETE ON provider_sign_in',
        'SELECT, UPDATE (name, tagline, accent, icon, icon_name, announcement,'
            ' announced_until, post_length, door, members_only, address_days,'
            ' visitors_search, search_language, notification_days, version)'
            ' ON site',
        'SELECT, INSERT, UPDATE (body) ON site_text',
        'SELECT, INSERT, UPDATE (used, revoked_at) ON invitation',
        'SELECT, INSERT, DELETE ON invited',
        'SELECT, INSERT, UPDATE (network), DELETE ON applicant',
        'SELECT, INSERT, DELETE ON person_origin',
        'SELECT, INSERT, UPDATE (until, reason, closed_by), DELETE'
            ' ON closed_network',
        'SELECT, INSERT, UPDATE (until, reason, closed_by), DELETE'
            ' ON closed_mail_domain',
        'SELECT, INSERT, UPDATE (reporter, reason, words, state, closed_at,'
            ' closed_by, outcome), DELETE ON report',
        'SELECT, INSERT, UPDATE (undone_at, undone_by, post, post_body,'
            ' post_kept) ON moderation',
        'SELECT, INSERT, DELETE ON hidden',
        'SELECT ON unpromoted',
        'SELECT, INSERT, UPDATE (seen_at), DELETE ON notice',
        'SELECT ON told',
        'SELECT, INSERT, UPDATE (decided_at, decided_by, outcome, answer),'
            ' DELETE ON appeal',
        'SELECT, INSERT, DELETE ON appeal_secret',
        'SELECT, INSERT, DELETE ON private_feed',
        'SELECT, INSERT, UPDATE (unread), DELETE ON notification',
        'SELECT, INSERT, DELETE ON thread_mute',
        'SELECT, INSERT, UPDATE (mail, due, told, told_before), DELETE'
            ' ON digest',
        'SELECT, UPDATE (seen) ON digest_mark',
        'SELECT ON count_wrong',
        'SELECT ON post_count_wrong'];
    sequences text[] := ARRAY[
        'person_id_seq', 'post_number', 'follow_number', 'block_number',
        'mute_number', 'draft_number', 'reaction_number', 'list_number',
        'list_member_number', 'count_slot',
        'mail_number', 'import_number', 'report_number',
        'moderation_number', 'notification_number', 'thread_mute_number'];
    privilege text;
    sequence_name text;
BEGIN
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC, %s',
                   current_schema(), site);
    -- Before PostgreSQL 15, the administrator owned the schema and everybody
    -- could create objects in it. A database upgraded from there is still like
    -- that.
    IF has_schema_privilege(current_setting('microblog.site'),
                            current_schema(), 'CREATE') THEN
        RAISE EXCEPTION 'the role % may create objects in the schema %, and % '
            'cannot revoke that: as an administrator of PostgreSQL, run '
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
    FOREACH privilege IN ARRAY privileges LOOP
        EXECUTE format('GRANT %s TO %s', privilege, site);
    END LOOP;
    FOREACH sequence_name IN ARRAY sequences LOOP
        EXECUTE format('GRANT USAGE ON SEQUENCE %I TO %s', sequence_name, site);
    END LOOP;
END
$$;
