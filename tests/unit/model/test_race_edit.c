/* SPDX-License-Identifier: ISC */
/* What happens to a post that is edited in two places at the same moment. */
#include "moderating.h"
#include "race.h"
#include "model/post_edit.h"

#define ROUNDS 150

static int64_t
versions_of(int64_t post)
{
	return (number_of("SELECT count(*) FROM post_version WHERE post = %lld",
	    (long long)post));
}

static void
the_same_version_is_edited_by_one_of_two(void **state)
{
	char name[20];
	int64_t john = add_somebody(name), post;
	struct new_post one = { .author = john, .body = "one" };
	struct new_post two = { .author = john, .body = "two" };
	int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		post = add_post(john, "hello");
		race(post_edit(post, "0e", &one), post_edit(post, "0e", &two));
		assert_int_equal(had("edited"), 1);
		assert_int_equal(had("meanwhile"), 1);
		race_over();
		assert_int_equal(versions_of(post), 1);
		(void)test_roll_back(state);
	}
}

/* Either the edit comes first and is kept, or there is nothing to edit. */
static void
a_post_that_is_removed_is_kept_as_it_was_last(void **state)
{
	char name[20], judge[20];
	int64_t john = add_somebody(name), moderator = add_somebody(judge);
	int64_t post, edits = 0, edited;
	struct new_post two = { .author = john, .body = "two" };
	int i;

	(void)state;
	run_sql("UPDATE person SET role = 'moderator' WHERE id = %lld",
	    (long long)moderator);
	for (i = 0; i < ROUNDS; i++) {
		post = add_post(john, "one");
		race(post_edit(post, "0e", &two),
		    moderation_remove_post(moderator, post, "", 0));
		edited = PQntuples(racers[0].rows);
		edits += edited;
		assert_string_equal(
		    text_in(racers[1].rows, 0, "outcome"), "done");
		race_over();
		assert_int_equal(
		    number_of("SELECT count(*) FROM moderation"
			      " WHERE post = %lld AND post_body = '%s'"
			      "   AND jsonb_array_length(coalesce(nullif("
			      "       post_kept -> 'versions', 'null'), '[]'))"
			      "       = %lld",
			(long long)post, edited ? "two" : "one",
			(long long)edited),
		    1);
		(void)test_roll_back(state);
	}
	print_message("# %lld of %d edits came first\n", (long long)edits, i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RACE(the_same_version_is_edited_by_one_of_two),
		RACE(a_post_that_is_removed_is_kept_as_it_was_last),
	};

	return (cmocka_run_group_tests(tests, race_connect, race_disconnect));
}
