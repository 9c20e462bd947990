/* SPDX-License-Identifier: ISC */
/* Who may become a member: the door, invitations, applications, closures. */
#include <stdio.h>

#include "mails.h"
#include "model/cursor.h"
#include "model/identity.h"
#include "model/moderation.h"
#include "model/password.h"
#include "model/person.h"
#include "model/registration.h"
#include "model/site.h"
#include "model/token.h"

static const unsigned char hash[SECRET_BYTES] = "an invitation";
static const unsigned char other_hash[SECRET_BYTES] = "another";

static struct registration
newcomer(const char *nickname)
{
	return ((struct registration){ .nickname = nickname,
	    .email = "new@mail.example.org",
	    .email_key = "new@mail.example.org",
	    .password = "none",
	    .address = "192.0.2.7" });
}

static void
assert_sign_up(const struct registration *who, const char *outcome)
{
	assert_outcome(sign_up(who), outcome);
}

static struct query
arrive(const char *subject, const unsigned char *invitation, const char *words)
{
	static struct identity identity;

	identity = (struct identity){ .issuer = "https://a",
		.subject = subject,
		.label = "A",
		.nickname = subject,
		.email = "new@mail.example.org",
		.email_key = "new@mail.example.org",
		.email_verified = 1,
		.invitation = invitation,
		.words = words };
	return (identity_sign_in(&identity, "192.0.2.7"));
}

/* Change who may come in, as an admin does; NULL: as it is. */
static const PGresult *
change_door(const char *door, const char *members_only, int64_t admin)
{
	const char *const values[SITE_SETTINGS] = {
		[SITE_DOOR] = door, [SITE_MEMBERS_ONLY] = members_only
	};

	return (ask(site_edit(values, admin)));
}

static void
set_door(const char *door)
{
	(void)change_door(door, NULL, 0);
}

static int64_t
invite(int uses)
{
	return (number_in(ask(invitation_add(hash, 0, "", uses, 7)), 0, "id"));
}

static const char *
state_of(const unsigned char *invitation)
{
	const PGresult *rows = ask(invitation_find(invitation));

	return (PQntuples(rows) == 0 ? "none" : text_in(rows, 0, "state"));
}

/* Every door, with and without an invitation, by password and by provider. */
static void
the_door_decides_who_comes_in(void **state)
{
	static const struct {
		const char *door, *alone, *invited, *with_nonsense;
	} doors[] = {
		{ "open", "added", "added", "added" },
		{ "invite", "invite", "added", "invitation" },
		{ "approve", "applied", "added", "invitation" },
		{ "closed", "closed", "closed", "closed" },
	};
	char names[6][30];
	struct registration who;
	size_t i;
	int j;

	(void)state;
	(void)invite(1000);
	for (i = 0; i < sizeof(doors) / sizeof(doors[0]); i++) {
		set_door(doors[i].door);
		for (j = 0; j < 6; j++)
			(void)snprintf(names[j], sizeof(names[j]), "%s%d",
			    doors[i].door, j);
		who = newcomer(names[0]);
		who.words = "please";
		assert_sign_up(&who, doors[i].alone);
		who.nickname = names[1];
		who.invitation = hash;
		assert_sign_up(&who, doors[i].invited);
		who.nickname = names[2];
		who.invitation = other_hash;
		assert_sign_up(&who, doors[i].with_nonsense);
		assert_outcome(
		    arrive(names[3], NULL, "please"), doors[i].alone);
		assert_outcome(
		    arrive(names[4], hash, "please"), doors[i].invited);
		assert_outcome(arrive(names[5], other_hash, "please"),
		    doors[i].with_nonsense);
	}
	assert_counts_are_correct();
}

static void
members_sign_in_with_a_provider_whatever_the_door(void **state)
{
	(void)state;
	assert_outcome(arrive("john", NULL, NULL), "added");
	set_door("closed");
	assert_outcome(arrive("john", NULL, NULL), "known");
}

static void
commands_ignore_the_door_and_the_first_member_is_an_admin(void **state)
{
	const PGresult *rows;

	(void)state;
	set_door("closed");
	rows = ask(person_admit("john", "j@x.org", "j@x.org", "none"));
	assert_string_equal(text_in(rows, 0, "outcome"), "added");
	assert_string_equal(text_in(rows, 0, "role"), "admin");
	rows = ask(person_admit("susan", "s@x.org", "s@x.org", "none"));
	assert_string_equal(text_in(rows, 0, "role"), "member");
	assert_outcome(
	    person_admit("John", "j@x.org", "j@x.org", "none"), "taken");
}

static void
the_last_admin_stays_one(void **state)
{
	(void)state;
	(void)add_person("john");
	(void)add_person("susan");
	assert_outcome(person_role("JOHN", "admin"), "set");
	assert_outcome(person_role("john", "moderator"), "last");
	assert_int_equal(number_in(ask(person_admins()), 0, "admins"), 1);
	assert_outcome(person_role("susan", "admin"), "set");
	assert_outcome(person_role("john", "member"), "set");
	assert_outcome(person_role("nobody", "admin"), NULL);
}

static void
an_absent_admin_does_not_count(void **state)
{
	int64_t id = add_person("john");

	(void)state;
	(void)add_person("susan");
	(void)ask(person_role("john", "admin"));
	(void)ask(person_role("susan", "admin"));
	run_sql(
	    "INSERT INTO absent VALUES (%lld, now(), 'left')", (long long)id);
	assert_outcome(person_role("susan", "member"), "last");
}

static void
an_invitation_works_as_often_as_it_says(void **state)
{
	struct registration who = newcomer("one");
	int64_t id = invite(2);
	const PGresult *rows;

	(void)state;
	set_door("invite");
	who.invitation = hash;
	assert_string_equal(state_of(hash), "valid");
	assert_sign_up(&who, "added");
	assert_sign_up(&who, "taken"); /* which uses nothing up */
	who.nickname = "two";
	assert_sign_up(&who, "added");
	who.nickname = "three";
	assert_sign_up(&who, "invitation");
	assert_string_equal(state_of(hash), "used");
	rows = ask(invitation_list(INT64_MAX, 51));
	assert_int_equal(number_in(rows, 0, "id"), id);
	assert_int_equal(number_in(rows, 0, "used"), 2);
	assert_string_equal(text_in(rows, 0, "people"), "one, two");
}

static void
an_invitation_expires_and_can_be_taken_back(void **state)
{
	struct registration who = newcomer("one");
	int64_t id = invite(1);

	(void)state;
	set_door("invite");
	who.invitation = hash;
	run_sql("UPDATE invitation SET until = now()");
	assert_string_equal(state_of(hash), "expired");
	assert_sign_up(&who, "invitation");
	run_sql("UPDATE invitation SET until = now() + interval '1 s'");
	assert_int_equal(rows_of(invitation_revoke(id)), 1);
	assert_int_equal(rows_of(invitation_revoke(id)), 0);
	assert_string_equal(state_of(hash), "revoked");
	assert_sign_up(&who, "invitation");
	assert_string_equal(state_of(other_hash), "none");
}

static void
a_member_who_is_gone_invites_nobody(void **state)
{
	struct registration who = newcomer("one");
	int64_t john = add_person("john");

	(void)state;
	set_door("invite");
	(void)ask(invitation_add(hash, john, "", 1, 7));
	assert_string_equal(
	    text_in(ask(invitation_find(hash)), 0, "inviter"), "john");
	run_sql(
	    "INSERT INTO absent VALUES (%lld, now(), 'left')", (long long)john);
	assert_string_equal(state_of(hash), "revoked");
	assert_null(text_in(ask(invitation_find(hash)), 0, "inviter"));
	who.invitation = hash;
	assert_sign_up(&who, "invitation");
}

static void
a_closed_door_is_stronger_than_an_invitation(void **state)
{
	(void)state;
	(void)invite(1);
	set_door("closed");
	assert_string_equal(state_of(hash), "closed");
}

static int64_t
apply(const char *nickname)
{
	struct registration who = newcomer(nickname);

	set_door("approve");
	who.words = "I would like to join";
	assert_sign_up(&who, "applied");
	return (number_of("SELECT max(id) FROM applicant"));
}

static void
an_applicant_is_nobody_until_approved(void **state)
{
	int64_t id = apply("John");
	struct registration who = newcomer("john");
	const PGresult *rows;

	(void)state;
	assert_int_equal(number_of("SELECT count(*) FROM person"), 0);
	assert_int_equal(rows_of(person_profile("john", 0)), 0);
	assert_int_equal(mails("confirm"), 0);
	assert_outcome(person_add("john", "e", "e", "none", 0), "taken");
	who.words = "me, too";
	assert_sign_up(&who, "taken");

	rows = ask(applicant_list());
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "words"), "I would like to join");
	assert_string_equal(
	    text_in(rows, 0, "mail_domain"), "mail.example.org");
	assert_string_equal(text_in(rows, 0, "network"), "192.0.2.7/32");
	assert_null(text_in(rows, 0, "others"));

	assert_outcome(applicant_approve(id, 0), "approved");
	assert_outcome(applicant_approve(id, 0), NULL);
	assert_int_equal(rows_of(applicant_decline(id, "", 0)), 0);
	assert_string_equal(nickname_of(id), "John");
	assert_int_equal(number_of("SELECT count(*) FROM applicant"), 0);
	assert_int_equal(mails("approved"), 1);
	rows = deliver("approved", hash);
	assert_string_equal(
	    text_in(rows, 0, "recipient"), "new@mail.example.org");
	assert_int_equal(number_of("SELECT count(*) FROM email_secret"), 1);
	assert_counts_are_correct();
}

static void
a_declined_applicant_is_told_and_forgotten(void **state)
{
	int64_t id = apply("john");
	const PGresult *rows;

	(void)state;
	assert_int_equal(rows_of(applicant_decline(id, "We are full.", 0)), 1);
	assert_int_equal(mails("declined"), 1);
	rows = deliver("declined", hash);
	assert_string_equal(
	    text_in(rows, 0, "recipient"), "new@mail.example.org");
	assert_string_equal(text_in(rows, 0, "nickname"), "john");
	assert_string_equal(text_in(rows, 0, "reason"), "We are full.");
	assert_outcome(applicant_approve(id, 0), NULL);
	assert_int_equal(
	    number_of("SELECT count(*) FROM nickname WHERE person = %lld",
		(long long)id),
	    0);
	(void)apply("john");
}

static void
an_applicant_writes_to_the_moderators(void **state)
{
	struct registration who = newcomer("john");
	char problem[FAILURE_MAX], text[APPLICATION_MAX + 2];

	(void)state;
	set_door("approve");
	assert_sign_up(&who, "words");
	assert_outcome(arrive("susan", NULL, NULL), "words");
	assert_int_equal(application_problem("Hello", problem), 0);
	assert_int_equal(application_problem("", problem), -1);
	assert_int_equal(application_problem("\x07", problem), -1);
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(application_problem(text, problem), -1);
	text[APPLICATION_MAX] = '\0';
	assert_int_equal(application_problem(text, problem), 0);
}

static void
an_applicant_from_a_provider_signs_in_with_it(void **state)
{
	int64_t id;

	(void)state;
	set_door("approve");
	assert_outcome(arrive("john", NULL, "please"), "applied");
	assert_outcome(arrive("john", NULL, "please"), "waiting");
	id = number_of("SELECT id FROM applicant");
	assert_outcome(applicant_approve(id, 0), "approved");
	assert_outcome(arrive("john", NULL, NULL), "known");
	assert_true(is_confirmed(id));
}

static void
an_identity_that_was_linked_meanwhile_is_not_added_again(void **state)
{
	struct identity identity = {
		.issuer = "https://a", .subject = "john", .label = "A"
	};
	int64_t susan = add_person("susan");

	(void)state;
	set_door("approve");
	assert_outcome(arrive("john", NULL, "please"), "applied");
	assert_outcome(identity_link(susan, &identity), "linked");
	assert_outcome(
	    applicant_approve(number_of("SELECT id FROM applicant"), 0),
	    "member");
	assert_outcome(person_add("john", "e", "e", "none", 0), "added");
}

static void
applicants_are_found_by_login_after_members(void **state)
{
	int64_t id = apply("john");
	const PGresult *rows = ask(by_login("John"));

	(void)state;
	assert_int_equal(number_in(rows, 0, "id"), id);
	assert_true(true_in(rows, 0, "waiting"));
	(void)ask(person_add("susan", "new@mail.example.org",
	    "new@mail.example.org", "none", 0));
	rows = ask(by_login("new@mail.example.org"));
	assert_int_equal(PQntuples(rows), 2);
	assert_false(true_in(rows, 0, "waiting"));
	assert_true(true_in(rows, 1, "waiting"));
	run_sql("UPDATE person SET email_confirmed_at = now()");
	assert_int_equal(rows_of(by_login("new@mail.example.org")), 1);
	assert_int_equal(rows_of(person_password("john", "x")), 0);
}

static void
a_network_is_closed_with_all_that_it_contains(void **state)
{
	static const struct {
		const char *closed, *address, *outcome;
	} cases[] = {
		{ "192.0.2.0/24", "192.0.2.7", "network" },
		{ "192.0.2.7/32", "192.0.2.7", "network" },
		{ "192.0.3.0/24", "192.0.2.7", "added" },
		{ "2001:db8::/32", "2001:db8:1:2::", "network" },
		{ "2001:db8:1:2::/64", "2001:db8:1:2::", "network" },
		{ "2001:db8:1:3::/64", "2001:db8:1:2::", "added" },
		{ "0.0.0.0/0", "2001:db8:1:2::", "added" },
		{ "0.0.0.0/0", "local", "added" },
	};
	struct registration who;
	char name[20];
	size_t i;

	(void)state;
	(void)invite(1000);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)snprintf(name, sizeof(name), "n%zu", i);
		who = newcomer(name);
		who.address = cases[i].address;
		who.invitation = hash;
		run_sql("DELETE FROM closed_network; INSERT INTO closed_network"
			" VALUES ('%s', now() + interval '1 h', 'spam')",
		    cases[i].closed);
		assert_sign_up(&who, cases[i].outcome);
	}
	who = newcomer("later");
	run_sql("DELETE FROM closed_network; INSERT INTO closed_network"
		" VALUES ('192.0.2.0/24', now(), 'spam')");
	assert_sign_up(&who, "added");
}

static void
a_mail_domain_is_closed_with_all_below_it(void **state)
{
	static const struct {
		const char *domain, *outcome;
	} cases[] = {
		{ "mail.example.org", "domain" },
		{ "example.org", "domain" },
		{ "ample.org", "added" },
		{ "mail.example.org.uk", "added" },
		{ "x.mail.example.org", "added" },
	};
	struct registration who;
	char name[20];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)snprintf(name, sizeof(name), "d%zu", i);
		who = newcomer(name);
		run_sql("DELETE FROM closed_mail_domain;"
			"INSERT INTO closed_mail_domain"
			" VALUES ('%s', now() + interval '1 h', 'spam')",
		    cases[i].domain);
		assert_sign_up(&who, cases[i].outcome);
		assert_outcome(arrive(name, NULL, NULL),
		    strcmp(cases[i].outcome, "added") == 0 ? "added"
							   : "domain");
	}
}

static void
the_network_of_a_sign_up_is_kept_for_a_while(void **state)
{
	struct registration who = newcomer("john");

	(void)state;
	assert_sign_up(&who, "added");
	who.nickname = "susan";
	who.address = "2001:db8:1:2::";
	assert_sign_up(&who, "added");
	who.nickname = "local";
	who.address = "local";
	assert_sign_up(&who, "added");
	assert_int_equal(
	    number_of("SELECT count(*) FROM person_origin"
		      " WHERE network IN ('192.0.2.7', '2001:db8:1:2::/64')"),
	    2);
	run_sql("UPDATE person_origin SET at = at - interval '29 days'");
	assert_int_equal(rows_of(registration_sweep()), 1);
	assert_int_equal(number_of("SELECT count(*) FROM person_origin"), 2);
	run_sql("UPDATE site SET address_days = 28");
	(void)ask(registration_sweep());
	assert_int_equal(number_of("SELECT count(*) FROM person_origin"), 0);
}

static void
no_network_is_kept_if_the_site_keeps_none(void **state)
{
	struct registration who = newcomer("john");

	(void)state;
	run_sql("UPDATE site SET address_days = 0");
	assert_sign_up(&who, "added");
	(void)apply("susan");
	assert_int_equal(number_of("SELECT count(*) FROM person_origin") +
			     number_of("SELECT count(network) FROM applicant"),
	    0);
}

static void
moderators_see_who_else_came_from_there(void **state)
{
	struct registration who = newcomer("one");

	(void)state;
	assert_sign_up(&who, "added");
	who.nickname = "two";
	assert_sign_up(&who, "added");
	(void)apply("three");
	assert_int_equal(number_in(ask(applicant_list()), 0, "others"), 2);
	(void)apply("four");
	assert_int_equal(number_in(ask(applicant_list()), 0, "others"), 3);
	assert_int_equal(number_in(ask(applicant_list()), 0, "total"), 2);
}

static void
an_application_expires_after_thirty_days(void **state)
{
	(void)apply("john");
	(void)apply("susan");
	run_sql("UPDATE applicant SET applied_at = now() - interval '30 days'"
		" - interval '1 s' WHERE nickname = 'john'");
	run_sql(
	    "INSERT INTO closed_network VALUES ('192.0.2.0/24', now(), '')");
	run_sql("INSERT INTO closed_mail_domain VALUES ('x.org', now(), '')");
	(void)state;
	assert_false(true_in(ask(registration_sweep()), 0, "more"));
	assert_int_equal(number_of("SELECT count(*) FROM applicant"), 1);
	assert_int_equal(
	    number_of("SELECT count(*) FROM closed_network") +
		number_of("SELECT count(*) FROM closed_mail_domain"),
	    0);
	assert_outcome(person_add("john", "e", "e", "none", 0), "added");
}

static void
a_change_of_the_door_tells_everybody(void **state)
{
	int64_t version = number_of("SELECT version FROM site");

	(void)state;
	assert_string_equal(
	    text_in(change_door("invite", NULL, 0), 0, "changed"),
	    "everything");
	assert_string_equal(
	    text_in(change_door(NULL, "yes", 0), 0, "changed"), "everything");
	assert_int_equal(number_of("SELECT version FROM site"), version + 2);
	assert_string_equal(text_in(ask(door_find()), 0, "door"), "invite");
	assert_true(true_in(ask(door_find()), 0, "members_only"));
	assert_int_equal(PQntuples(change_door("invite", "yes", 0)), 0);
	assert_int_equal(number_of("SELECT version FROM site"), version + 2);
}

/* Check the newest entry of the log. Each NULL stands for SQL's. */
static void
assert_logged(const char *action, const char *who, const char *nickname,
    const char *object)
{
	const PGresult *rows = ask(moderation_log(CURSOR_FIRST));
	const char *const expected[] = { action, who, nickname, object };
	const char *const columns[] = { "action", "moderator_nickname",
		"nickname", "object" };
	size_t i;

	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (expected[i] == NULL)
			assert_null(text_in(rows, 0, columns[i]));
		else
			assert_string_equal(
			    text_in(rows, 0, columns[i]), expected[i]);
}

static int64_t
log_length(void)
{
	return (number_of("SELECT count(*) FROM moderation"));
}

static void
the_log_says_who_let_whom_in_or_not(void **state)
{
	int64_t judge = add_person("judge"), entries, id;
	const PGresult *rows;

	(void)state;
	id = apply("john");
	assert_outcome(applicant_approve(id, judge), "approved");
	assert_logged("approve", "judge", "john", NULL);
	id = apply("susan");
	assert_int_equal(rows_of(applicant_decline(id, "Full.", judge)), 1);
	assert_logged("decline", "judge", NULL, "susan");
	rows = ask(moderation_log(CURSOR_FIRST));
	assert_string_equal(text_in(rows, 0, "words"), "Full.");
	entries = log_length();
	assert_int_equal(rows_of(applicant_decline(id, "", judge)), 0);
	assert_int_equal(log_length(), entries);
}

static void
the_log_says_who_got_which_role(void **state)
{
	(void)state;
	(void)add_person("john");
	assert_outcome(person_role("john", "admin"), "set");
	assert_logged("role", NULL, "john", "admin");
	assert_outcome(person_role("john", "admin"), "set");
	assert_outcome(person_role("john", "member"), "last");
	assert_int_equal(log_length(), 1);
}

static void
the_log_says_who_changed_the_door(void **state)
{
	int64_t boss = add_person("boss");

	(void)state;
	set_door("open");
	run_sql("UPDATE site SET members_only = false; DELETE FROM moderation");
	(void)change_door("invite", "no", boss);
	assert_logged("settings", "boss", NULL, "door");
	(void)change_door(NULL, "yes", 0);
	assert_logged("settings", NULL, NULL, "members_only");
	(void)change_door("open", "no", boss);
	assert_logged("settings", "boss", NULL, "door, members_only");
	(void)change_door("open", "no", boss);
	assert_int_equal(log_length(), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_door_decides_who_comes_in),
		TEST(members_sign_in_with_a_provider_whatever_the_door),
		TEST(commands_ignore_the_door_and_the_first_member_is_an_admin),
		TEST(the_last_admin_stays_one),
		TEST(an_absent_admin_does_not_count),
		TEST(an_invitation_works_as_often_as_it_says),
		TEST(an_invitation_expires_and_can_be_taken_back),
		TEST(a_member_who_is_gone_invites_nobody),
		TEST(a_closed_door_is_stronger_than_an_invitation),
		MAILED(an_applicant_is_nobody_until_approved),
		MAILED(a_declined_applicant_is_told_and_forgotten),
		TEST(an_applicant_writes_to_the_moderators),
		MAILED(an_applicant_from_a_provider_signs_in_with_it),
		TEST(an_identity_that_was_linked_meanwhile_is_not_added_again),
		TEST(applicants_are_found_by_login_after_members),
		TEST(a_network_is_closed_with_all_that_it_contains),
		TEST(a_mail_domain_is_closed_with_all_below_it),
		TEST(the_network_of_a_sign_up_is_kept_for_a_while),
		TEST(no_network_is_kept_if_the_site_keeps_none),
		TEST(moderators_see_who_else_came_from_there),
		TEST(an_application_expires_after_thirty_days),
		TEST(a_change_of_the_door_tells_everybody),
		TEST(the_log_says_who_let_whom_in_or_not),
		TEST(the_log_says_who_got_which_role),
		TEST(the_log_says_who_changed_the_door),
	};

	return (RUN_TESTS(tests));
}
