/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "http/form.h"

static char *body;
static struct form form;

/*
 * Parse the bytes in memory of exactly the documented size, so that the
 * sanitizers notice an access beyond it.
 */
static enum form_error
parse_bytes(const char *data, size_t length)
{
	free(body);
	body = malloc(length + 1);
	assert_non_null(body);
	memcpy(body, data, length);
	body[length] = 'x';
	memset(&form, 0xff, sizeof(form));
	return (form_parse(&form, body, length));
}

static enum form_error
parse(const char *text)
{
	return (parse_bytes(text, strlen(text)));
}

static int
forget_body(void **state)
{
	(void)state;
	free(body);
	body = NULL;
	return (0);
}

static void
assert_field(size_t i, const char *name, const char *value)
{
	assert_true(i < form.count);
	assert_string_equal(form.fields[i].name, name);
	assert_string_equal(form.fields[i].value, value);
}

static void
assert_rejected(const char *text, enum form_error error)
{
	assert_int_equal(parse(text), error);
	assert_int_equal(form.count, 0);
	assert_null(form_field(&form, "a"));
}

static void
fields_have_names_and_values(void **state)
{
	(void)state;
	assert_int_equal(parse("nickname=john&about_me=here"), FORM_OK);
	assert_int_equal(form.count, 2);
	assert_field(0, "nickname", "john");
	assert_field(1, "about_me", "here");
	assert_string_equal(form_field(&form, "about_me"), "here");
	assert_null(form_field(&form, "about"));
	assert_null(form_field(&form, ""));
}

static void
the_first_field_of_a_name_counts(void **state)
{
	(void)state;
	assert_int_equal(parse("a=1&b=2&a=3"), FORM_OK);
	assert_int_equal(form.count, 3);
	assert_string_equal(form_field(&form, "a"), "1");
}

static void
an_empty_body_has_no_fields(void **state)
{
	(void)state;
	assert_int_equal(parse(""), FORM_OK);
	assert_int_equal(form.count, 0);
}

static void
ampersands_alone_are_not_fields(void **state)
{
	(void)state;
	assert_int_equal(parse("&"), FORM_OK);
	assert_int_equal(form.count, 0);
	assert_int_equal(parse("&&&a=1&&b=2&"), FORM_OK);
	assert_int_equal(form.count, 2);
	assert_field(0, "a", "1");
	assert_field(1, "b", "2");
}

static void
an_empty_value_is_a_value(void **state)
{
	(void)state;
	assert_int_equal(parse("a=&b="), FORM_OK);
	assert_int_equal(form.count, 2);
	assert_string_equal(form_field(&form, "a"), "");
	assert_string_equal(form_field(&form, "b"), "");
}

static void
a_missing_equals_sign_means_an_empty_value(void **state)
{
	(void)state;
	assert_int_equal(parse("a&b=2&c"), FORM_OK);
	assert_int_equal(form.count, 3);
	assert_field(0, "a", "");
	assert_field(1, "b", "2");
	assert_field(2, "c", "");
}

static void
a_name_may_be_empty(void **state)
{
	(void)state;
	assert_int_equal(parse("=1&=&a=2"), FORM_OK);
	assert_int_equal(form.count, 3);
	assert_field(0, "", "1");
	assert_field(1, "", "");
	assert_field(2, "a", "2");
}

static void
only_the_first_equals_sign_splits(void **state)
{
	(void)state;
	assert_int_equal(parse("b=x=y&c==&d=%3d%26"), FORM_OK);
	assert_field(0, "b", "x=y");
	assert_field(1, "c", "=");
	assert_field(2, "d", "=&");
}

static void
a_plus_is_a_space_unless_it_is_escaped(void **state)
{
	(void)state;
	assert_int_equal(parse("a+b=c+d%2Be%20f"), FORM_OK);
	assert_field(0, "a b", "c d+e f");
}

static void
escapes_are_decoded_once_in_names_and_values(void **state)
{
	(void)state;
	assert_int_equal(parse("%61%3D=%25341&b=%c3%A4%F0%9f%98%80"), FORM_OK);
	assert_field(0, "a=", "%341");
	assert_field(1, "b", "\303\244\360\237\230\200");
}

static void
line_ends_and_tabs_are_kept(void **state)
{
	(void)state;
	assert_int_equal(parse("body=one%0D%0Atwo%0Athree%09!&c=\n"), FORM_OK);
	assert_field(0, "body", "one\r\ntwo\nthree\t!");
	assert_field(1, "c", "\n");
}

static void
invalid_escapes_are_rejected(void **state)
{
	(void)state;
	assert_rejected("a=%", FORM_BROKEN_ESCAPE);
	assert_rejected("a=%4", FORM_BROKEN_ESCAPE);
	assert_rejected("a=%4&b=1", FORM_BROKEN_ESCAPE);
	assert_rejected("a=%&41=b", FORM_BROKEN_ESCAPE);
	assert_rejected("a=%4g", FORM_BROKEN_ESCAPE);
	assert_rejected("a=%g4", FORM_BROKEN_ESCAPE);
	assert_rejected("a=% 41", FORM_BROKEN_ESCAPE);
	assert_rejected("a=%+1", FORM_BROKEN_ESCAPE);
	assert_rejected("a=%-1", FORM_BROKEN_ESCAPE);
	assert_rejected("a=%u0041", FORM_BROKEN_ESCAPE);
	assert_rejected("a=%%41", FORM_BROKEN_ESCAPE);
	assert_rejected("a%=1", FORM_BROKEN_ESCAPE);
	assert_rejected("%4=1", FORM_BROKEN_ESCAPE);
	assert_rejected("b=1&a=%", FORM_BROKEN_ESCAPE);
}

static void
an_escape_cannot_reach_past_the_end(void **state)
{
	(void)state;
	assert_int_equal(parse_bytes("a=%41", 4), FORM_BROKEN_ESCAPE);
	assert_int_equal(parse_bytes("a=%41", 3), FORM_BROKEN_ESCAPE);
	assert_int_equal(parse_bytes("a=%41", 5), FORM_OK);
	assert_field(0, "a", "A");
}

static void
a_nul_is_rejected_escaped_or_raw(void **state)
{
	(void)state;
	assert_rejected("a=%00", FORM_NUL);
	assert_rejected("a=b%00c", FORM_NUL);
	assert_rejected("a%00=b", FORM_NUL);
	assert_int_equal(parse_bytes("a=b\0c", 5), FORM_NUL);
	assert_int_equal(form.count, 0);
	assert_int_equal(parse_bytes("\0", 1), FORM_NUL);
	assert_int_equal(parse_bytes("a=b&\0=1", 7), FORM_NUL);
	assert_int_equal(parse_bytes("a=b\0", 4), FORM_NUL);
	assert_int_equal(form.count, 0);
}

static void
invalid_utf8_is_rejected(void **state)
{
	(void)state;
	assert_rejected("a=%ff", FORM_NOT_UTF8);
	assert_rejected("a=\377", FORM_NOT_UTF8);
	assert_rejected("a=%80", FORM_NOT_UTF8);
	assert_rejected("a=%c0%80", FORM_NOT_UTF8);	  /* overlong */
	assert_rejected("a=%c1%bf", FORM_NOT_UTF8);	  /* overlong */
	assert_rejected("a=%e0%80%af", FORM_NOT_UTF8);	  /* overlong */
	assert_rejected("a=%f0%80%80%af", FORM_NOT_UTF8); /* overlong */
	assert_rejected("a=%ed%a0%80", FORM_NOT_UTF8);	  /* a surrogate */
	assert_rejected("a=%ed%bf%bf", FORM_NOT_UTF8);	  /* a surrogate */
	assert_rejected("a=%f4%90%80%80", FORM_NOT_UTF8); /* over U+10FFFF */
	assert_rejected("a=%f8%88%80%80%80", FORM_NOT_UTF8);
	assert_rejected("a=%c3", FORM_NOT_UTF8);       /* truncated */
	assert_rejected("a=%e2%82", FORM_NOT_UTF8);    /* truncated */
	assert_rejected("a=%f0%9f%98", FORM_NOT_UTF8); /* truncated */
	assert_rejected("a=%e2%82x", FORM_NOT_UTF8);
	assert_rejected("%c3=%a4", FORM_NOT_UTF8);
	assert_rejected("a=%c3&b=%a4", FORM_NOT_UTF8);
	assert_rejected("b=1&%fe=1", FORM_NOT_UTF8);
}

/* Parse a form with ${count} fields, f0=0 and so on. */
static enum form_error
parse_many(int count)
{
	struct buffer text = { 0 };
	enum form_error error;
	int i;

	for (i = 0; i < count; i++)
		buffer_format(&text, "&f%d=%d", i, i);
	error = parse_bytes(text.data, text.length);
	buffer_free(&text);
	return (error);
}

static void
too_many_fields_are_rejected(void **state)
{
	(void)state;
	assert_int_equal(parse_many(FORM_FIELDS), FORM_OK);
	assert_int_equal(form.count, FORM_FIELDS);
	assert_string_equal(form_field(&form, "f31"), "31");
	assert_int_equal(parse_many(FORM_FIELDS + 1), FORM_TOO_MANY);
	assert_int_equal(form.count, 0);
	assert_int_equal(parse_many(5000), FORM_TOO_MANY);
	assert_int_equal(form.count, 0);
}

static void
a_very_long_value_is_kept(void **state)
{
	struct buffer text = { 0 };
	int i;

	(void)state;
	buffer_text(&text, "a=");
	for (i = 0; i < 100000; i++)
		buffer_text(&text, "%C3%A4");
	assert_int_equal(parse_bytes(text.data, text.length), FORM_OK);
	assert_int_equal(strlen(form_field(&form, "a")), 200000);
	buffer_free(&text);
}

static void
assert_found(const char *query, const char *value)
{
	char *out = malloc(strlen(query) + 1);

	assert_non_null(out);
	if (value == NULL) {
		assert_false(form_find(query, "before", out));
	} else {
		assert_true(form_find(query, "before", out));
		assert_string_equal(out, value);
	}
	free(out);
}

static void
a_query_is_searched_for_a_field(void **state)
{
	(void)state;
	assert_found("before=5", "5");
	assert_found("a=1&before=5&b=2", "5");
	assert_found("&&before=5&", "5");
	assert_found("before=5&before=6", "5");
	assert_found("%62efore=%35", "5");
	assert_found("before=a+b%20c%3D=", "a b c==");
	assert_found("before=", "");
	assert_found("before", "");
	assert_found("", NULL);
	assert_found("&", NULL);
	assert_found("=before", NULL);
	assert_found("befor=1&beforee=2&a=before&before%3d=5", NULL);
}

static void
invalid_fields_of_a_query_are_skipped(void **state)
{
	static const char *const invalid[] = { "utm=%FC", "%FC=utm", "utm=%",
		"utm=%zz", "utm=%4", "utm=%00", "%00=1", "utm=\374",
		"before=%FC", "before=1%00", "%62efore=%", "utm=%ed%a0%80" };
	char query[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++) {
		(void)snprintf(query, sizeof(query), "%s&before=5", invalid[i]);
		assert_found(query, "5");
		(void)snprintf(query, sizeof(query), "before=5&%s", invalid[i]);
		assert_found(query, "5");
		assert_found(invalid[i], NULL);
	}
}

static void
a_query_may_have_any_number_of_fields(void **state)
{
	struct buffer query = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		buffer_format(&query, "%d&f%d=%%FC&", i, i);
	assert_found(query.data, NULL);
	buffer_text(&query, "before=5");
	assert_found(query.data, "5");
	buffer_free(&query);
}

static void
every_error_has_its_own_text(void **state)
{
	enum form_error error, other;

	(void)state;
	for (error = FORM_OK; error <= FORM_TOO_MANY; error++) {
		assert_true(strlen(form_error_text(error)) > 10);
		for (other = FORM_OK; other < error; other++)
			assert_string_not_equal(
			    form_error_text(error), form_error_text(other));
	}
}

#define TEST(function) cmocka_unit_test_teardown(function, forget_body)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fields_have_names_and_values),
		TEST(the_first_field_of_a_name_counts),
		TEST(an_empty_body_has_no_fields),
		TEST(ampersands_alone_are_not_fields),
		TEST(an_empty_value_is_a_value),
		TEST(a_missing_equals_sign_means_an_empty_value),
		TEST(a_name_may_be_empty),
		TEST(only_the_first_equals_sign_splits),
		TEST(a_plus_is_a_space_unless_it_is_escaped),
		TEST(escapes_are_decoded_once_in_names_and_values),
		TEST(line_ends_and_tabs_are_kept),
		TEST(invalid_escapes_are_rejected),
		TEST(an_escape_cannot_reach_past_the_end),
		TEST(a_nul_is_rejected_escaped_or_raw),
		TEST(invalid_utf8_is_rejected),
		TEST(too_many_fields_are_rejected),
		TEST(a_very_long_value_is_kept),
		TEST(a_query_is_searched_for_a_field),
		TEST(invalid_fields_of_a_query_are_skipped),
		TEST(a_query_may_have_any_number_of_fields),
		TEST(every_error_has_its_own_text),
	};

	return (cmocka_run_group_tests_name("form", tests, NULL, NULL));
}
