/* SPDX-License-Identifier: ISC */
/* Posts that could not be taken are kept for their author. */
#include <stdio.h>

#include "test.h"
#include "model/departure.h"
#include "model/draft.h"

static int64_t john, susan;

static void
add_the_two(void)
{
	john = add_person("john");
	susan = add_person("susan");
}

static int64_t
save(int64_t author, int64_t earlier, int64_t parent, const char *body)
{
	return (
	    number_in(ask(draft_save(author, earlier, parent, body)), 0, "id"));
}

static void
assert_newest(int64_t author, int64_t parent, const char *body)
{
	const PGresult *rows = ask(draft_find(author, parent));

	if (body == NULL) {
		assert_int_equal(PQntuples(rows), 0);
		return;
	}
	assert_int_equal(PQntuples(rows), 1);
	assert_string_equal(text_in(rows, 0, "body"), body);
}

static void
a_draft_is_kept_for_its_author_until_it_is_removed(void **state)
{
	int64_t draft;

	(void)state;
	add_the_two();
	assert_newest(john, 0, NULL);
	draft = save(john, 0, 0, "too long");
	assert_newest(john, 0, "too long");
	assert_newest(susan, 0, NULL);
	assert_int_equal(rows_of(draft_remove(susan, draft)), 0);
	assert_newest(john, 0, "too long");
	assert_int_equal(rows_of(draft_remove(john, draft)), 1);
	assert_newest(john, 0, NULL);
	assert_int_equal(rows_of(draft_remove(john, draft)), 0);
}

static void
each_post_that_is_answered_has_drafts_of_its_own(void **state)
{
	(void)state;
	add_the_two();
	(void)save(john, 0, 0, "a post");
	(void)save(john, 0, 7, "an answer");
	assert_newest(john, 0, "a post");
	assert_newest(john, 7, "an answer");
	assert_newest(john, 8, NULL);
}

static void
a_draft_replaces_the_one_that_was_in_the_form(void **state)
{
	int64_t first, second;

	(void)state;
	add_the_two();
	first = save(john, 0, 0, "first try");
	second = save(john, first, 0, "second try");
	assert_newest(john, 0, "second try");
	assert_int_equal(number_of("SELECT count(*) FROM draft"), 1);

	/* In another browser, the form still has the first one. */
	(void)save(john, first, 0, "third try");
	assert_newest(john, 0, "third try");
	assert_int_equal(number_in(ask(draft_find(john, 0)), 0, "others"), 1);
	(void)ask(
	    draft_remove(john, number_in(ask(draft_find(john, 0)), 0, "id")));
	assert_newest(john, 0, "second try");
	assert_null(text_in(ask(draft_find(john, 0)), 0, "others"));
	assert_int_equal(rows_of(draft_remove(john, second)), 1);
}

static void
the_same_text_is_kept_once(void **state)
{
	(void)state;
	add_the_two();
	(void)save(john, 0, 0, "again");
	(void)save(john, 0, 0, "again");
	assert_int_equal(number_of("SELECT count(*) FROM draft"), 1);
	(void)save(john, 0, 7, "again");
	(void)save(susan, 0, 0, "again");
	assert_int_equal(number_of("SELECT count(*) FROM draft"), 3);
}

static void
the_oldest_of_too_many_drafts_go(void **state)
{
	char body[20];
	int i;

	(void)state;
	add_the_two();
	(void)save(susan, 0, 0, "hers");
	for (i = 0; i < DRAFT_MAX + 3; i++) {
		(void)snprintf(body, sizeof(body), "draft %d", i);
		(void)save(john, 0, 0, body);
	}
	assert_newest(john, 0, body);
	assert_newest(susan, 0, "hers");
	assert_int_equal(
	    number_in(ask(draft_find(john, 0)), 0, "others"), DRAFT_MAX - 1);
	assert_int_equal(
	    number_of("SELECT count(*) FROM draft WHERE body = 'draft 2'"), 0);
}

static void
a_member_who_has_left_keeps_no_draft(void **state)
{
	(void)state;
	add_the_two();
	assert_outcome(departure_begin("john", john), "left");
	assert_null(text_in(ask(draft_save(john, 0, 0, "late")), 0, "id"));
	assert_int_equal(number_of("SELECT count(*) FROM draft"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_draft_is_kept_for_its_author_until_it_is_removed),
		TEST(each_post_that_is_answered_has_drafts_of_its_own),
		TEST(a_draft_replaces_the_one_that_was_in_the_form),
		TEST(the_same_text_is_kept_once),
		TEST(the_oldest_of_too_many_drafts_go),
		TEST(a_member_who_has_left_keeps_no_draft),
	};

	return (RUN_TESTS(tests));
}
