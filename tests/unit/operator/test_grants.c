/* SPDX-License-Identifier: ISC */
/* The site's role may do what the site's statements need, and nothing else. */
#include <stdio.h>

#include "model/block.h"
#include "model/browser.h"
#include "model/departure.h"
#include "model/draft.h"
#include "model/email.h"
#include "model/export.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/health.h"
#include "model/import.h"
#include "model/identity.h"
#include "model/list.h"
#include "model/mail.h"
#include "model/mute.h"
#include "model/news.h"
#include "model/outbox.h"
#include "model/person.h"
#include "model/post.h"
#include "model/post_edit.h"
#include "model/moderation.h"
#include "model/notice.h"
#include "model/notification.h"
#include "model/private_feed.h"
#include "model/profile_link.h"
#include "model/provider_sign_in.h"
#include "model/rate.h"
#include "model/reaction.h"
#include "model/registration.h"
#include "model/report.h"
#include "model/search.h"
#include "model/session.h"
#include "model/site.h"
#include "model/sitemap.h"
#include "model/tag.h"
#include "model/thread.h"
#include "model/two_factor.h"
#include "model/work.h"
#include "model/upkeep.h"
#include "operator/migrate.h"

#include "test.h"

#define REFUSED	    "42501"
#define APPLICANT   90000 /* its id; the next one is another */
#define READER	    80000 /* who is sent notifications */
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const unsigned char hash[32] = "a hash of thirty-two bytes";

static const char *
sqlstate(const PGresult *result)
{
	const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return (code != NULL ? code : "");
}

static void
everything_that_no_statement_needs_is_refused(void **state)
{
	static const char *const attempts[] = {
		"DROP TABLE post",
		"DROP SCHEMA public CASCADE",
		"DROP DATABASE postgres",
		"DROP FUNCTION pair_lock",
		"ALTER TABLE person ADD COLUMN more text",
		"ALTER TABLE person DISABLE TRIGGER ALL",
		"CREATE INDEX ON post (created_at)",
		"CREATE OR REPLACE VIEW block_pair AS SELECT 1 AS person",
		"CREATE TABLE mine (a int)",
		"CREATE TEMPORARY TABLE mine (a int)",
		"CREATE SCHEMA mine",
		"CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
		"CREATE DATABASE mine",
		"CREATE ROLE mine",
		"ALTER TABLE person OWNER TO " SITE_ACCOUNT,
		"TRUNCATE rate",
		"COPY person TO PROGRAM 'cat'",
		"COPY person TO '/tmp/people'",
		"COPY post FROM '/etc/passwd'",
		"SELECT pg_read_file('/etc/passwd')",
		"SELECT pg_ls_dir('/')",
		"SELECT lo_import('/etc/passwd')",
		"SELECT rolpassword FROM pg_authid",
		"SELECT pg_reload_conf()",
		"ALTER SYSTEM SET fsync = off",
		"SET session_replication_role = replica",
		"SET ROLE microblog",
		"SET SESSION AUTHORIZATION microblog",
		"ALTER ROLE " SITE_ACCOUNT " SUPERUSER",
		"INSERT INTO migration VALUES (1000, 'a', 'b', now())",
		"UPDATE migration SET checksum = ''",
		"DELETE FROM migration",
		"UPDATE person SET id = 1",
		"UPDATE email_secret SET token_hash = ''",
		"UPDATE email_former SET email = 'me@example.org'",
		"UPDATE nickname SET key = 'me'",
		"UPDATE nickname SET person = 1",
		"UPDATE post SET author = 1",
		"UPDATE post SET created_at = now()",
		"UPDATE post_version SET body = 'not my words'",
		"DELETE FROM post_version",
		"UPDATE report SET body = 'not their words'",
		"UPDATE session SET person = 1",
		"UPDATE trusted_browser SET person = 1",
		"UPDATE two_factor SET secret = ''",
		"UPDATE recovery_code SET hash = ''",
		"UPDATE pending_sign_in SET created_at = now()",
		"UPDATE invitation SET max_uses = 1000",
		"UPDATE applicant SET password = 'none'",
		"DELETE FROM invitation",
	};
	PGconn *site = test_site_connection();
	PGresult *result;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(attempts); i++) {
		result = PQexec(site, attempts[i]);
		if (strcmp(sqlstate(result), REFUSED) != 0)
			fail_msg("%s: %s", attempts[i],
			    PQresultErrorMessage(result));
		PQclear(result);
	}
	PQfinish(site);
}

static void
it_owns_nothing_and_is_in_no_other_role(void **state)
{
	(void)state;
	assert_int_equal(
	    number_of("SELECT count(*) FROM pg_shdepend WHERE deptype = 'o'"
		      "   AND refobjid = '" SITE_ACCOUNT "'::regrole"),
	    0);
	assert_int_equal(
	    number_of("SELECT count(*) FROM pg_auth_members"
		      " WHERE member = '" SITE_ACCOUNT "'::regrole"),
	    0);
}

/* What exists before the role uses its privileges. */
static struct {
	int64_t john, susan, post, list, import, report;
} there;

static char refused[6]; /* the SQLSTATE of the first query that failed */

static void
run(struct query query)
{
	PGresult *result = connection_ask(database, &query);

	if (refused[0] == '\0')
		(void)snprintf(
		    refused, sizeof(refused), "%s", sqlstate(result));
	PQclear(result);
}

static void
use_people(void)
{
	run(health());
	run(rate_sign_in("::1", "john", hash));
	run(rate_sign_in("::1", "nobody", NULL));
	run(rate_reset("::1", "john", hash, 1));
	run(rate_sign_up("::1", "nobody"));
	run(browser_trust(hash, there.john));
	run(person_add(
	    "mary", "mary@example.org", "mary@example.org", "none", 0));
	run(person_by_login("john", hash, 1));
	run(person_rehash(there.john, "none", "none"));
	run(person_settings(there.john));
	run(session_add(hash, there.john, "none", 1, "", NULL));
	run(session_find(hash));
	run(session_list(there.john, hash));
	run(person_mark_seen(there.john, hash, 1));
	run(person_profile("john", there.john));
	run(person_edit(there.john, "johnny", "I"));
	run(session_end_others(there.john, hash));
	run(session_prove(hash, "none"));
	run(session_renew(hash, hash, "other"));
	run(session_end(there.john, 1));
	run(session_remove(hash));
	run(person_password("johnny", "other"));
}

/* The secrets of prepare() confirm john's new address and give him the old one
 * back. */
static void
use_email(void)
{
	static const unsigned char confirm[32] = "confirm",
				   revert[32] = "revert";

	mail_start(1);
	run(email_set(there.john, "new@example.org", "new@example.org"));
	run(email_secret_find(confirm, "confirm"));
	run(email_confirm(confirm));
	run(email_revert(revert));
	run(email_settings(there.john));
	run(email_want(there.john, 0));
	run(email_want(there.john, 1));
	run(email_unsubscribe(hash));
	run(email_forgotten("::1", "john"));
	run(email_link("john", hash));
	run(email_reset(hash, "none"));
	mail_start(0);
}

static void
use_identities(void)
{
	struct identity identity = { "https://a", "john", "A", "johnny",
		"j@x.org", "j@x.org", 1, NULL, NULL };

	run(provider_sign_in_add(&(struct provider_sign_in){
	    hash, hash, "a", PURPOSE_LINK, there.john, "/", NULL, NULL }));
	run(provider_sign_in_take(hash, hash, "a"));
	run(identity_link(there.john, &identity));
	run(identity_find("https://a", "john"));
	run(identity_list(there.john));
	run(identity_unlink(there.john, 1));
	identity.subject = "somebody new";
	run(identity_sign_in(&identity, "::1"));
}

static void
use_posts(void)
{
	struct new_post reply = {
		.author = there.john, .body = "reply", .parent = there.post
	};

	run(plain_post(there.john, "hello", NULL, NULL));
	run(post_find(there.post, there.john));
	run(post_add(&reply));
	run(thread_above(there.post, there.john));
	run(thread_below(there.post, there.john, INT64_MAX));
	run(post_edit_find(there.john, there.post));
	reply.body = "reply to @susan";
	run(post_edit(there.post, "0e", &reply));
	run(post_versions(there.post, there.john, INT64_MAX));
	run(post_delete(there.john, there.post));
	run(feed_home(there.john, INT64_MAX));
	run(feed_explore(INT64_MAX, there.john));
	run(feed_person("john", INT64_MAX, there.john));
	run(news_tell("posts"));
	run(news_listen());
}

/* Susan's are of john's post, since nobody boosts their own. */
static void
use_reactions(void)
{
	run(like_add(there.susan, there.post));
	run(boost_add(there.susan, there.post));
	run(bookmark_add(there.susan, there.post));
	run(like_list(there.post, INT64_MAX, there.john));
	run(boost_list(there.post, INT64_MAX, there.john));
	run(bookmark_list(there.susan, INT64_MAX));
	run(like_remove(there.susan, there.post));
	run(boost_remove(there.susan, there.post));
	run(bookmark_remove(there.susan, there.post));
}

static void
use_relations(void)
{
	run(follow_add(there.john, "susan"));
	run(follow_followers("susan", INT64_MAX, there.john));
	run(follow_following("john", INT64_MAX, there.john));
	run(follow_suggested(there.john));
	run(person_months("john", there.john));
	run(follow_remove(there.john, "susan"));
	run(mute_add(there.john, "susan"));
	run(mute_list(there.john, INT64_MAX));
	run(mute_remove(there.john, "susan"));
	run(boost_mute_add(there.john, "susan"));
	run(boost_mute_remove(there.john, "susan"));
	run(block_add(there.susan, "john"));
	run(block_list(there.susan, INT64_MAX));
	run(block_remove(there.susan, "john"));
}

static void
use_drafts(void)
{
	run(draft_save(there.john, 0, 0, "a draft"));
	run(draft_find(there.john, 0));
	run(draft_remove(there.john, 0));
}

static void
use_profile_links(void)
{
	run(profile_edit(there.john, "johnny", "I", "https://john.example"));
	run(profile_edit(there.john, "johnny", "I", "https://john.example"));
	run(profile_link_list("johnny", 0));
	run(profile_link_listen());
	run(profile_link_take());
	run(profile_link_found(there.john, "https://john.example", "linked"));
	run(profile_edit(there.john, "johnny", "I", ""));
}

static void
use_lists(void)
{
	run(list_add(there.john, "others"));
	run(list_all(there.john));
	run(list_choices(there.john, "susan"));
	run(list_find(there.john, there.list));
	run(list_edit(there.john, there.list, "people", 1));
	run(list_member_add(there.john, there.list, "susan"));
	run(list_members(there.john, there.list, INT64_MAX));
	run(feed_list(there.john, there.list, INT64_MAX));
	run(list_member_remove(there.john, there.list, "susan"));
	run(list_remove(there.john, there.list));
}

static void
use_two_factor(void)
{
	static const struct proof_code code = { .step = 2 },
				       later = { .step = 3 };
	static unsigned char hashes[CODE_RECOVERIES * CODE_HASH];
	int i;

	for (i = 0; i < CODE_RECOVERIES; i++)
		hashes[i * CODE_HASH] = (unsigned char)i;
	run(two_factor_find(there.susan));
	run(two_factor_enable(there.susan, hash, hash, 1, hashes));
	run(two_factor_renew(there.susan, hashes));
	run(two_factor_attempt(there.susan, CODE_OF_APP));
	run(session_add(hash, there.susan, "none", 1, "", NULL));
	run(pending_find(hash));
	run(pending_attempt(hash, CODE_OF_APP));
	run(pending_finish(hash, hash, "", &code, NULL, hash));
	run(browser_forget_code(there.susan));
	run(two_factor_use(there.susan, &code));
	run(two_factor_disable(there.susan, &later));
	run(two_factor_reset("susan"));
}

/* A member is removed in two steps: first the only row, then the member. */
static void
use_departure(void)
{
	run(departure_preview(there.john));
	run(departure_begin("johnny", there.john));
	run(departure_step());
	run(departure_step());
}

static void
use_outbox(void)
{
	struct query content;
	char error[FAILURE_MAX];

	run(outbox_add("test", "john@example.org"));
	run(outbox_listen());
	run(outbox_take());
	(void)outbox_content(1, "test", hash, &content, error);
	run(content);
	run(outbox_failed(1, "no", 0));
	run(outbox_retry(0));
	run(outbox_sent(1));
	run(outbox_release(1));
	run(outbox_list());
	run(outbox_drop(1));
	run(outbox_expire());
	run(work_listen());
}

static void
use_exports(void)
{
	run(export_profile(there.john));
	run(export_lists(there.john, 0));
	run(export_list_members(there.john, 0, 0));
	run(export_blocks(there.john, 0));
	run(export_mutes(there.john, 0));
	run(export_follows(there.john, 0));
	run(export_followers(there.john, 0));
	run(export_posts(there.john, INT64_MAX));
}

static void
use_imports(void)
{
	struct import import = { .member = there.john, .id = there.import };

	run(import_begin(there.susan, "archive", "example.org"));
	run(import_part_add(there.john, import.id, 0, "x", 1));
	run(import_arrived(there.john, import.id));
	run(import_next());
	run(import_part_get(&import, 0));
	run(import_size(&import, 5));
	run(import_profile(&import, "me", "https://me.example"));
	import.done = 1;
	run(import_list(&import, "Others", 1, "settings.json"));
	import.done = 2;
	run(import_person(&import, "follow", "susan", NULL, "follows.csv", 1));
	import.done = 3;
	run(import_posts(&import,
	    "[{\"at\":\"2020-01-02 00:00:00+00\",\"body\":\"x\","
	    "\"audience\":\"e\"}]"));
	import.done = 4;
	run(import_mark(&import, "tag", 0, "tea", "followed_hashtags.csv", 1));
	import.done = 5;
	run(import_skip(&import, "x", 0, "none", 1));
	run(import_finish(&import, NULL, NULL));
	run(import_find(there.john));
	run(import_problem_list(there.john));
	run(import_sweep());
}

static void
use_reports(void)
{
	static const struct complaint spam = { "spam", "", "::1" };

	run(report_person(there.john, "susan", &spam));
	run(report_person(there.john, "susan", &spam));
	run(report_post(0, there.post, &spam));
	run(report_queue(there.john, 0, INT64_MAX));
	run(report_find(there.report, there.john));
	run(report_others(there.report, there.john));
	run(report_dismiss(0, there.report, "", 1));
	run(report_list(1));
	run(report_sweep());
}

/* The language was changed two minutes ago. */
static void
use_search(void)
{
	struct search search;
	char error[FAILURE_MAX];

	(void)search_read(&search, "hello", error);
	run(search_posts(&search, there.john, INT64_MAX));
	run(search_people(&search, there.john));
	run(search_step());
	run(search_step());
}

static void
use_site(void)
{
	static const char *const values[SITE_SETTINGS] = { "Town", "small",
		"#0b6a71", "hello", "2100-01-01 00:00", "500", "30", "approve",
		"no", "yes", "german" };

	run(site_find());
	run(site_show());
	run(site_edit(values, 0));
	run(site_icon_set("x", 1, "0123456789abcdef", 0));
	run(site_icon_find());
	run(site_text_set("rules", "first", "Be kind.", 0));
	run(site_text_set("rules", "first", "Be kinder.", 0));
	run(site_text_find("rules", "first"));
	run(site_text_show("rules", "first"));
}

static void
use_registration(void)
{
	struct registration who = { .nickname = "newbie",
		.email = "g@x.org",
		.email_key = "g@x.org",
		.password = "none",
		.address = "192.0.2.7",
		.invitation = hash };

	run(door_find());
	run(invitation_add(hash, there.john, "", 1, 1));
	run(invitation_find(hash));
	run(sign_up(&who));
	run(invitation_list(INT64_MAX, 51));
	run(invitation_revoke(1));
	who.nickname = "hopeful";
	who.invitation = NULL;
	who.words = "please";
	run(sign_up(&who));
	run(applicant_list());
	run(applicant_approve(APPLICANT, 1));
	run(applicant_decline(APPLICANT + 1, "", 1));
	run(registration_sweep());
	run(person_admit("carol", "c@x.org", "c@x.org", "none"));
	run(person_role("carol", "admin"));
	run(person_admins());
}

/* The actions 1, against susan, and 2, against john, and susan's post 7 were
 * there before. */
static void
use_moderation(void)
{
	run(moderation_act(0, MODERATION_HIDE, "susan", "spam", 0));
	run(moderation_act(0, MODERATION_UNHIDE, "susan", "", 0));
	run(moderation_act(0, MODERATION_SUSPEND, "susan", "spam", 0));
	run(session_add(hash, there.susan, NULL, 0, "", NULL));
	run(appeal_find(hash));
	run(appeal_send(hash, 1, "why?"));
	run(moderation_act(0, MODERATION_RESTORE, "susan", "", 0));
	run(moderation_remove_post(0, 7, "spam", 0));
	run(moderation_undo(0, 1));
	run(notice_unseen(there.john));
	run(notice_list(there.john));
	run(notice_find(there.john, 2));
	run(notice_read(there.john, 2));
	run(appeal_add(there.john, 2, "why?"));
	run(appeal_list());
	run(appeal_decide(0, 2, 0, "no"));
	run(moderation_person("john"));
	run(moderation_close_sign_up(0, "192.0.2.0/24", 1, "spam"));
	run(moderation_close_sign_up(0, "spam.example", 1, "spam"));
	run(moderation_open_sign_up(0, "192.0.2.0/24"));
	run(moderation_open_sign_up(0, "spam.example"));
	run(moderation_sign_ups("192.0.2.0/24"));
	run(moderation_closed());
	run(moderation_network("john"));
	run(moderation_earlier("john"));
	run(moderation_post(1));
	run(moderation_log(1));
	run(moderation_entry(1));
	run(person_list(0, 1));
}

static void
use_notifications(void)
{
	char error[FAILURE_MAX];
	struct query content;

	run(notification_list(there.john, INT64_MAX, "", 1));
	run(notification_read(there.john, "{1,2}"));
	run(thread_mute_add(there.john, there.post));
	run(thread_mute_list(there.john, INT64_MAX));
	run(thread_mute_remove(there.john, there.post));
	run(tag_follow_add(there.john, "tea"));
	run(tag_follow_find(there.john, "tea"));
	run(tag_follow_list(there.john));
	run(tag_follow_remove(there.john, "tea"));
	run(feed_tag(there.john, "tea", INT64_MAX));
	run(tag_refresh());
	run(tag_popular());
	run(notification_sweep());
	run(digest_step());
	(void)outbox_content(1, "digest", hash, &content, error);
	run(content);
}

static void
use_feeds(void)
{
	run(private_feed_set(there.john, hash));
	run(private_feed_find(there.john));
	run(private_feed_open(hash));
	run(sitemap_parts());
	run(sitemap_people(0));
}

static void
use_upkeep(void)
{
	run(migration_list());
	run(table_list());
	run(check_counts());
	run(check_posts());
	run(check_relations());
	run(check_clock());
	run(check_connections());
	run(check_mail());
}

/* Run everything as the site. Return the SQLSTATE of the first failure, or "".
 */
static const char *
use_all_privileges(void)
{
	char error[FAILURE_MAX];

	run_sql("SET LOCAL ROLE " SITE_ACCOUNT);
	(void)snprintf(refused, sizeof(refused), "%s",
	    migrate(database, error) == -1 ? REFUSED : "");
	use_email();
	use_people();
	use_identities();
	use_notifications();
	use_reactions();
	use_feeds();
	use_posts();
	use_relations();
	use_drafts();
	use_profile_links();
	use_lists();
	use_two_factor();
	use_outbox();
	use_exports();
	use_imports();
	use_reports();
	use_search();
	use_site();
	use_registration();
	use_upkeep();
	use_moderation();
	use_departure();
	return (refused);
}

/*
 * Susan has no count row, as if all were locked: the next must be inserted. Tim
 * left an hour ago.
 */
static void
prepare(void)
{
	there.john = add_person("john");
	there.susan = add_person("susan");
	there.post = add_post(there.john, "hello");
	there.list = add_list(there.john, "friends");
	run_sql("UPDATE person SET email_confirmed_at = now() WHERE id = %lld",
	    (long long)there.john);
	run_sql("INSERT INTO moderation (id, action, person, nickname, post,"
		" post_body, post_kept)"
		" VALUES (1, 'remove_post', %lld, 'susan', 5, 'spam',"
		" jsonb_build_object('author', %lld, 'id', 5, 'created_at',"
		" now(), 'audience', 'e')), (2, 'hide', %lld, 'john', NULL,"
		" NULL, NULL)",
	    (long long)there.susan, (long long)there.susan,
	    (long long)there.john);
	run_sql("INSERT INTO post (author, id, body, created_at)"
		" VALUES (%lld, 7, 'spam', now())",
	    (long long)there.susan);
	run_sql("INSERT INTO notice (person, moderation) VALUES (%lld, 2)",
	    (long long)there.john);
	run_sql("INSERT INTO email_secret SELECT rpad(purpose::bytea::text,"
		" 66, '0')::bytea, purpose, %lld, email, email,"
		" now() + interval '1 h' FROM (VALUES"
		" ('confirm', 'new@example.org'),"
		" ('revert', 'someone@example.org')) v (purpose, email)",
	    (long long)there.john);
	there.import = number_in(
	    ask(import_begin(there.john, "archive", "example.org")), 0, "id");
	run_sql("SELECT report_add(0, %lld, NULL, NULL, 'spam', '', '', 0, 0)",
	    (long long)there.susan);
	there.report = number_of("SELECT id FROM report");
	run_sql("INSERT INTO identity (issuer, subject, person, id, label)"
		" VALUES ('https://b', 'john', %lld, 1, 'B')",
	    (long long)there.john);
	run_sql("INSERT INTO search_change (former, since, position)"
		" VALUES ('{simple}', now() - interval '2 minutes', %lld)",
	    (long long)INT64_MAX);
	run_sql("INSERT INTO person (id, nickname, email, email_key,"
		" email_confirmed_at) VALUES (%d, 'reader', 'r@x.org',"
		" 'r@x.org', now())",
	    READER);
	run_sql("INSERT INTO notification (person, id, kind, actor)"
		" VALUES (%d, id_from_time(now() - interval '2 minutes', 0),"
		" 'follow', %lld)",
	    READER, (long long)there.john);
	run_sql("DELETE FROM person_count WHERE person = %lld",
	    (long long)there.susan);
	run_sql("INSERT INTO applicant"
		" (id, nickname, email_verified, password, words)"
		" SELECT n, 'a' || n, false, 'none', 'please'"
		"   FROM generate_series(%d, %d) n",
	    APPLICANT, APPLICANT + 1);
	run_sql("INSERT INTO absent (person, since, reason)"
		" VALUES (%lld, now() - interval '1 hour', 'left')",
	    (long long)add_person("tim"));
}

/* Return a statement for each privilege that revokes it. */
static const PGresult *
revocations(void)
{
	return (ask((struct query){ .name = "revocations",
	    .text =
		"SELECT format('REVOKE %s ON %s %I FROM " SITE_ACCOUNT "',"
		"              privilege_type, CASE relkind WHEN 'S'"
		"              THEN 'SEQUENCE' ELSE 'TABLE' END, relname)"
		"  FROM pg_class, aclexplode(relacl)"
		" WHERE grantee = '" SITE_ACCOUNT "'::regrole"
		" UNION ALL "
		"SELECT format('REVOKE %s (%I) ON %s FROM " SITE_ACCOUNT "',"
		"              privilege_type, attname, attrelid::regclass)"
		"  FROM pg_attribute, aclexplode(attacl)"
		" WHERE grantee = '" SITE_ACCOUNT "'::regrole"
		" UNION ALL "
		"SELECT format('REVOKE %s ON SCHEMA %I FROM PUBLIC, "
		"" SITE_ACCOUNT "', privilege_type, nspname)"
		"  FROM pg_namespace, aclexplode(nspacl)"
		" WHERE grantee = '" SITE_ACCOUNT "'::regrole" }));
}

static void
every_privilege_is_needed(void **state)
{
	const PGresult *revokes;
	int i;

	(void)state;
	prepare();
	run_sql("SAVEPOINT before");
	assert_string_equal(use_all_privileges(), "");
	run_sql("ROLLBACK TO before");
	revokes = revocations();
	assert_true(PQntuples(revokes) > 40);
	for (i = 0; i < PQntuples(revokes); i++) {
		run_sql("SAVEPOINT before");
		run_sql("%s", PQgetvalue(revokes, i, 0));
		if (strcmp(use_all_privileges(), REFUSED) != 0)
			fail_msg("%s: makes no difference",
			    PQgetvalue(revokes, i, 0));
		run_sql("ROLLBACK TO before");
	}
}

/* A copied database lacks the privileges granted on the database itself. */
static int
grant(void **state)
{
	char error[FAILURE_MAX];

	return (test_connect(state) != 0 || rate_read(NULL, error) == -1 ||
		migrate_grant(database, SITE_ACCOUNT, error) == -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everything_that_no_statement_needs_is_refused),
		TEST(it_owns_nothing_and_is_in_no_other_role),
		TEST(every_privilege_is_needed),
	};

	return (cmocka_run_group_tests(tests, grant, test_disconnect));
}
