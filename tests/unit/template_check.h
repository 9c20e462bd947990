/* SPDX-License-Identifier: ISC */
/*
 * For tests of templates.
 */
#ifndef TEMPLATE_CHECK_H
#define TEMPLATE_CHECK_H

#include <stdint.h>

#include "html/template.h"

#define ERROR_SIZE 200

/* A test's own file, as kodev would compile it in. */
#define FILE_ASSET(name, text)                              \
	extern const char asset_##name[];                   \
	extern const uint32_t asset_len_##name;             \
	extern const char *asset_sha256_##name;             \
	const char asset_##name[] = text;                   \
	const uint32_t asset_len_##name = sizeof(text) - 1; \
	const char *asset_sha256_##name = "\"0123456789abcdef0123\""

/*
 * check_rows(columns, rows, text):
 * Return a result as a query would, for PQclear(). ${text} has the names of the
 * columns and then the values, row by row; NULL is SQL's NULL. A column whose
 * name begins with is_ is boolean.
 */
PGresult *check_rows(int, int, const char *const *);

#define ROWS(columns, rows, ...) \
	check_rows(columns, rows, (const char *const[]){ __VA_ARGS__ })

/*
 * check_view(text, view, expected):
 * Assert that the template ${text}, filled from ${view}, is ${expected}.
 */
void check_view(const char *, const struct view *, const char *);

/*
 * check_value(text, name, expected):
 * The same for a view that has only one value, called "name".
 */
void check_value(const char *, const char *, const char *);

/*
 * check_rejected(text, message):
 * Assert that the parser rejects ${text}, and its error contains ${message}.
 */
void check_rejected(const char *, const char *);

/* The last complaint to template_complain(), and how many there were. */
extern char complaint[ERROR_SIZE];
extern int complaints;

/* For cmocka: before and after a test. */
int listen_to_complaints(void **);
int expect_no_complaints(void **);

/* A test that must not cause complaints, and one that may. */
#define QUIET_TEST(function)             \
	cmocka_unit_test_setup_teardown( \
	    function, listen_to_complaints, expect_no_complaints)
#define LOUD_TEST(function) \
	cmocka_unit_test_setup(function, listen_to_complaints)

#endif
