/* SPDX-License-Identifier: ISC */
/* What members are told of actions that concern them, and their appeals. */
#include "moderating.h"
#include "test.h"
#include "model/notice.h"
#include "model/post.h"
#include "model/session.h"

static const unsigned char hash[SESSION_HASH] = "a hash of thirty-two bytes";

static int64_t mod, john, susan;

static void
add_them(void)
{
	mod = add_moderator("judge");
	john = add_person("john");
	susan = add_person("susan");
	(void)ask(session_add(hash, john, "none", 1, "", NULL));
}

/* Is there something to tell john, as every page of his knows? */
static int
is_told(void)
{
	int told = true_in(ask(session_find(hash)), 0, "told");

	assert_int_equal(rows_of(notice_unseen(john)), told);
	return (told);
}

static int64_t
hide_john(void)
{
	assert_outcome(hide(mod, "john"), "done");
	return (last_action());
}

static void
a_member_is_told_until_they_have_read_it(void **state)
{
	const PGresult *rows;
	int64_t action;

	(void)state;
	add_them();
	assert_false(is_told());
	action = hide_john();
	assert_true(is_told());
	rows = ask(notice_unseen(john));
	assert_string_equal(text_in(rows, 0, "words"), "spam");
	assert_true(true_in(rows, 0, "hidden"));
	assert_int_equal(rows_of(notice_read(susan, action)), 0);
	assert_true(is_told());
	assert_int_equal(rows_of(notice_read(john, action)), 1);
	assert_int_equal(rows_of(notice_read(john, action)), 0);
	assert_false(is_told());
	assert_int_equal(rows_of(notice_list(john)), 1);
}

static void
a_removed_post_is_shown_to_its_author_alone(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them();
	assert_outcome(
	    moderation_remove_post(mod, add_post(john, "buy this"), "no", 0),
	    "done");
	rows = ask(notice_unseen(john));
	assert_string_equal(text_in(rows, 0, "post_body"), "buy this");
	assert_true(true_in(rows, 0, "removed"));
	assert_int_equal(rows_of(notice_find(john, last_action())), 1);
	assert_int_equal(rows_of(notice_find(susan, last_action())), 0);
	assert_int_equal(rows_of(notice_unseen(susan)), 0);
}

static void
what_is_undone_is_told_again(void **state)
{
	int64_t action;

	(void)state;
	add_them();
	action = hide_john();
	(void)ask(notice_read(john, action));
	assert_outcome(unhide(mod, "john"), "done");
	assert_true(is_told());
	assert_non_null(text_in(ask(notice_unseen(john)), 0, "undone_at"));
}

static void
a_restored_member_is_told_what_happened(void **state)
{
	const PGresult *rows;

	(void)state;
	add_them();
	assert_outcome(suspend(mod, "john"), "done");
	assert_outcome(restore(mod, "john"), "done");
	rows = ask(notice_unseen(john));
	assert_int_equal(PQntuples(rows), 1);
	assert_true(true_in(rows, 0, "suspended"));
	assert_non_null(text_in(rows, 0, "undone_at"));
}

static void
only_the_member_concerned_may_appeal_and_once(void **state)
{
	int64_t action;

	(void)state;
	add_them();
	action = hide_john();
	assert_outcome(appeal_add(susan, action, "why?"), NULL);
	assert_outcome(appeal_add(john, action + 1, "why?"), NULL);
	assert_outcome(appeal_add(john, action, "why?"), "sent");
	assert_outcome(appeal_add(john, action, "why?"), "already");
	assert_false(true_in(ask(notice_unseen(john)), 0, "can_appeal"));
	assert_outcome(unhide(mod, "john"), "done");
	assert_outcome(appeal_add(john, last_action(), "why?"), NULL);
	action = hide_john();
	assert_outcome(unhide(mod, "john"), "done");
	assert_outcome(appeal_add(john, action, "why?"), "undone");
}

static void
a_moderator_undoes_it_with_an_answer(void **state)
{
	const PGresult *rows;
	int64_t action;

	(void)state;
	add_them();
	action = hide_john();
	(void)ask(notice_read(john, action));
	assert_outcome(appeal_decide(mod, action, 1, "sorry"), NULL);
	assert_outcome(appeal_add(john, action, "why?"), "sent");
	assert_int_equal(rows_of(appeal_list()), 1);
	assert_outcome(appeal_decide(susan, action, 1, ""), "not allowed");
	assert_changes(appeal_decide(mod, action, 1, "sorry"), "posts");
	assert_int_equal(number_of("SELECT count(*) FROM hidden"), 0);
	assert_int_equal(rows_of(appeal_list()), 0);
	rows = ask(notice_unseen(john));
	assert_non_null(text_in(rows, 0, "undone_at"));
	assert_string_equal(text_in(rows, 0, "answer"), "sorry");
	assert_outcome(appeal_decide(mod, action, 0, ""), "already");
}

static void
or_keeps_it_and_the_member_is_told(void **state)
{
	const PGresult *rows;
	int64_t action;

	(void)state;
	add_them();
	action = hide_john();
	(void)ask(notice_read(john, action));
	assert_outcome(appeal_add(john, action, "why?"), "sent");
	assert_outcome(appeal_decide(mod, action, 0, "no"), "done");
	assert_int_equal(number_of("SELECT count(*) FROM hidden"), 1);
	rows = ask(notice_unseen(john));
	assert_true(true_in(rows, 0, "kept"));
	assert_string_equal(text_in(rows, 0, "answer"), "no");
	assert_null(text_in(rows, 0, "undone_at"));
}

static void
nobody_decides_about_themselves(void **state)
{
	int64_t action, other;

	(void)state;
	add_them();
	other = add_moderator("judge2");
	assert_outcome(hide(mod, "judge2"), "done");
	action = last_action();
	assert_outcome(appeal_add(other, action, "why?"), "sent");
	assert_outcome(appeal_decide(other, action, 1, ""), "self");
	assert_outcome(moderation_undo(other, action), "self");
	assert_outcome(unhide(other, "judge2"), "self");
	assert_outcome(appeal_decide(0, action, 1, ""), "done");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_member_is_told_until_they_have_read_it),
		TEST(a_removed_post_is_shown_to_its_author_alone),
		TEST(what_is_undone_is_told_again),
		TEST(a_restored_member_is_told_what_happened),
		TEST(only_the_member_concerned_may_appeal_and_once),
		TEST(a_moderator_undoes_it_with_an_answer),
		TEST(or_keeps_it_and_the_member_is_told),
		TEST(nobody_decides_about_themselves),
	};

	return (RUN_TESTS(tests));
}
