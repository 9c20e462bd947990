/* What the account that the site runs with may do: all that its statements do,
 * and nothing else. */
#include <stdio.h>

#include "model/block.h"
#include "model/browser.h"
#include "model/feed.h"
#include "model/follow.h"
#include "model/health.h"
#include "model/list.h"
#include "model/mute.h"
#include "model/news.h"
#include "model/person.h"
#include "model/post.h"
#include "model/rate.h"
#include "model/session.h"
#include "operator/migrate.h"

#include "test.h"

#define REFUSED	    "42501"
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const unsigned char hash[32] = "a hash of thirty-two bytes";

static const char *
sqlstate(const PGresult *result)
{
	const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return (code != NULL ? code : "");
}

static void
what_it_might_do_to_the_database_is_refused(void **state)
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
		"DELETE FROM person",
		"UPDATE person SET id = 1",
		"UPDATE person SET email = 'me@example.org'",
		"UPDATE nickname SET key = 'me'",
		"UPDATE nickname SET person = 1",
		"UPDATE post SET body = 'not my words'",
		"UPDATE session SET person = 1",
		"UPDATE trusted_browser SET person = 1",
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
it_owns_nothing_and_is_nobody_else(void **state)
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

/* What there is before the account makes use of its rights. */
static struct {
	int64_t john, susan, post, list;
} there;

static char refused[6]; /* the SQLSTATE of the first question that failed */

static void
say(struct query query)
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
	say(health());
	say(rate_sign_in("::1", "john", hash));
	say(rate_sign_in("::1", "nobody", NULL));
	say(rate_reset("::1", "john", hash));
	say(rate_sign_up("::1", "nobody"));
	say(browser_trust(hash, there.john));
	say(person_add("mary", "mary@example.org", "none", 0));
	say(person_by_login("john"));
	say(person_settings(there.john));
	say(session_add(hash, there.john, "none", 1, ""));
	say(session_find(hash));
	say(session_list(there.john, hash));
	say(person_mark_seen(there.john, hash));
	say(person_profile("john", there.john));
	say(person_edit(there.john, "johnny", "I"));
	say(session_end_others(there.john, hash));
	say(session_renew(hash, hash, "none", "other"));
	say(session_end(there.john, 1));
	say(session_remove(hash));
	say(person_password("johnny", "other"));
}

static void
use_posts(void)
{
	say(post_add(there.john, "hello", NULL, NULL));
	say(post_find(there.post, there.john));
	say(post_delete(there.john, there.post));
	say(feed_home(there.john, INT64_MAX));
	say(feed_explore(INT64_MAX, there.john));
	say(feed_person("john", INT64_MAX, there.john));
	say(news_tell("posts"));
	say(news_listen());
}

static void
use_relations(void)
{
	say(follow_add(there.john, "susan"));
	say(follow_followers("susan", INT64_MAX, there.john));
	say(follow_following("john", INT64_MAX, there.john));
	say(follow_remove(there.john, "susan"));
	say(mute_add(there.john, "susan"));
	say(mute_list(there.john, INT64_MAX));
	say(mute_remove(there.john, "susan"));
	say(block_add(there.susan, "john"));
	say(block_list(there.susan, INT64_MAX));
	say(block_remove(there.susan, "john"));
}

static void
use_lists(void)
{
	say(list_add(there.john, "others"));
	say(list_all(there.john));
	say(list_find(there.john, there.list));
	say(list_edit(there.john, there.list, "people", 1));
	say(list_member_add(there.john, there.list, "susan"));
	say(list_members(there.john, there.list, INT64_MAX));
	say(feed_list(there.john, there.list, INT64_MAX));
	say(list_member_remove(there.john, there.list, "susan"));
	say(list_remove(there.john, there.list));
}

/* As the site's account. Answer: the SQLSTATE of the first failure, or "". */
static const char *
use_all_rights(void)
{
	char error[FAILURE_MAX];

	run_sql("SET LOCAL ROLE " SITE_ACCOUNT);
	(void)snprintf(refused, sizeof(refused), "%s",
	    migrate(database, error) == -1 ? REFUSED : "");
	use_people();
	use_posts();
	use_relations();
	use_lists();
	return (refused);
}

/* Susan's counts are as if somebody else were changing them: one more row. */
static void
prepare(void)
{
	there.john = add_person("john");
	there.susan = add_person("susan");
	there.post = add_post(there.john, "hello");
	there.list = add_list(there.john, "friends");
	run_sql("DELETE FROM person_count WHERE person = %lld",
	    (long long)there.susan);
}

/* Each right as the statement that takes it away. */
static const PGresult *
rights(void)
{
	return (ask((struct query){ .name = "rights",
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
it_has_no_right_that_it_does_not_need(void **state)
{
	const PGresult *revokes;
	int i;

	(void)state;
	prepare();
	run_sql("SAVEPOINT before");
	assert_string_equal(use_all_rights(), "");
	run_sql("ROLLBACK TO before");
	revokes = rights();
	assert_true(PQntuples(revokes) > 40);
	for (i = 0; i < PQntuples(revokes); i++) {
		run_sql("SAVEPOINT before");
		run_sql("%s", PQgetvalue(revokes, i, 0));
		if (strcmp(use_all_rights(), REFUSED) != 0)
			fail_msg("%s: nobody minds", PQgetvalue(revokes, i, 0));
		run_sql("ROLLBACK TO before");
	}
}

/* A copy of a database has not all of its rights. */
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
		TEST(what_it_might_do_to_the_database_is_refused),
		TEST(it_owns_nothing_and_is_nobody_else),
		TEST(it_has_no_right_that_it_does_not_need),
	};

	return (cmocka_run_group_tests(tests, grant, test_disconnect));
}
