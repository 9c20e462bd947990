#include "cache/session_hint.h"

#include <string.h>

#include "test.h"

static void
nobody_is_guessed_of_a_session_that_was_never_seen(void **state)
{
	unsigned char session[SECRET_BYTES] = { 1 };

	(void)state;
	assert_int_equal(session_hint(session), 0);
}

static void
a_session_is_guessed_to_be_whose_it_was_last(void **state)
{
	unsigned char session[SECRET_BYTES] = { 2 };

	(void)state;
	session_hint_save(session, 7);
	assert_int_equal(session_hint(session), 7);
	session_hint_save(session, 8);
	assert_int_equal(session_hint(session), 8);
}

static void
a_session_is_never_taken_for_another_of_its_place(void **state)
{
	unsigned char session[SECRET_BYTES] = { 3 }, other[SECRET_BYTES];

	(void)state;
	memcpy(other, session, sizeof(other));
	other[SECRET_BYTES - 1] = 1;
	session_hint_save(session, 7);
	assert_int_equal(session_hint(other), 0);
	session_hint_save(other, 8);
	assert_int_equal(session_hint(other), 8);
	assert_int_equal(session_hint(session), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    nobody_is_guessed_of_a_session_that_was_never_seen),
		cmocka_unit_test(a_session_is_guessed_to_be_whose_it_was_last),
		cmocka_unit_test(
		    a_session_is_never_taken_for_another_of_its_place),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
