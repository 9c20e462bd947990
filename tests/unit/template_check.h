/*
 * What the tests of the templates share.
 */
#ifndef TEMPLATE_CHECK_H
#define TEMPLATE_CHECK_H

#include <stdint.h>

#include "html/template.h"

#define ERROR_SIZE 200

/* A file that only a test has, as kodev would have compiled it in. */
#define FILE_ASSET(name, words)                              \
	extern const char asset_##name[];                    \
	extern const uint32_t asset_len_##name;              \
	extern const char *asset_sha256_##name;              \
	const char asset_##name[] = words;                   \
	const uint32_t asset_len_##name = sizeof(words) - 1; \
	const char *asset_sha256_##name = "\"0123456789abcdef0123\""

/*
 * check_rows(columns, rows, text):
 * Rows as the database answers them; ${text} has the names of the columns and
 * then the fields, row by row; NULL is SQL's NULL. A column whose name begins
 * with is_ is boolean. PQclear() them.
 */
PGresult *check_rows(int, int, const char *const *);

#define ROWS(columns, rows, ...) \
	check_rows(columns, rows, (const char *const[]){ __VA_ARGS__ })

/* check_view(text, view, expected): fill the template ${text}. */
void check_view(const char *, const struct view *, const char *);

/* check_value(text, name, expected): the same; the view has only "name". */
void check_value(const char *, const char *, const char *);

/* check_refused(text, words): the parser's error has ${words} in it. */
void check_refused(const char *, const char *);

/* What template_complain was told, last and how often. */
extern char complaint[ERROR_SIZE];
extern int complaints;

/* For cmocka, before and after a test. */
int listen_to_complaints(void **);
int expect_no_complaints(void **);

/* A test during which nothing may be complained about, and one of the other
 * kind. */
#define QUIET_TEST(function)             \
	cmocka_unit_test_setup_teardown( \
	    function, listen_to_complaints, expect_no_complaints)
#define LOUD_TEST(function) \
	cmocka_unit_test_setup(function, listen_to_complaints)

#endif
