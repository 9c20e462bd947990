/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "operator/contact.h"

static void
there_is_no_contact_unless_it_is_set(void **state)
{
	char error[FAILURE_MAX];

	(void)state;
	assert_null(contact());
	assert_int_equal(contact_read("mailto:a@example.org", error), 0);
	assert_int_equal(contact_read(NULL, error), 0);
	assert_null(contact());
	assert_int_equal(contact_read("", error), 0);
	assert_null(contact());
}

static void
a_contact_is_a_uri(void **state)
{
	static const char *const uris[] = {
		"mailto:security@example.org",
		"https://example.org/report?lang=en",
		"tel:+1-201-555-0123",
	};
	char error[FAILURE_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		assert_int_equal(contact_read(uris[i], error), 0);
		assert_string_equal(contact(), uris[i]);
	}
}

static void
anything_else_is_rejected_with_an_example(void **state)
{
	static const char *const others[] = {
		"security@example.org",
		"http://example.org/",
		"mailto:",
		"https://",
		"mailto: security@example.org",
		"mailto:a@example.org\nExpires: never",
		"mailto:m\303\274ller@example.org",
	};
	char error[FAILURE_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		assert_int_equal(contact_read(others[i], error), -1);
		assert_non_null(strstr(error, "SECURITY_CONTACT"));
		assert_non_null(strstr(error, others[i]));
		assert_non_null(strstr(error, "mailto:security@example.org"));
		assert_null(contact());
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_is_no_contact_unless_it_is_set),
		cmocka_unit_test(a_contact_is_a_uri),
		cmocka_unit_test(anything_else_is_rejected_with_an_example),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
