/* SPDX-License-Identifier: ISC */
#include "cache/session_hint.h"

#include <string.h>

#include "test.h"

static void
there_is_no_hint_for_an_unknown_session(void **state)
{
	unsigned char session[SECRET_BYTES] = { 1 };

	(void)state;
	assert_int_equal(session_hint(session), 0);
}

static void
the_hint_is_the_person_seen_last(void **state)
{
	unsigned char session[SECRET_BYTES] = { 2 };

	(void)state;
	session_hint_save(session, 7);
	assert_int_equal(session_hint(session), 7);
	session_hint_save(session, 8);
	assert_int_equal(session_hint(session), 8);
}

static void
sessions_that_share_a_slot_are_told_apart(void **state)
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
		cmocka_unit_test(there_is_no_hint_for_an_unknown_session),
		cmocka_unit_test(the_hint_is_the_person_seen_last),
		cmocka_unit_test(sessions_that_share_a_slot_are_told_apart),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
