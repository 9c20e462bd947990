/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "template_check.h"

static void
a_section_repeats_for_each_row(void **state)
{
	PGresult *rows =
	    ROWS(2, 3, "id", "name", "1", "a", "2", "<b>", "3", "c");
	struct view view = { 0 };

	(void)state;
	view_rows(&view, "rows", rows, 3);
	check_view("[{{#rows}}{{id}}={{name}};{{/rows}}]", &view,
	    "[1=a;2=&lt;b&gt;;3=c;]");
	view_rows(&view, "rows", rows, 2);
	check_view("{{#rows}}{{id}}{{/rows}}", &view, "12");
	view_rows(&view, "rows", rows, 100);
	check_view("{{#rows}}{{id}}{{/rows}}", &view, "123");
	view_rows(&view, "rows", rows, 0);
	check_view("{{#rows}}{{id}}{{/rows}}", &view, "");
	view_rows(&view, "rows", rows, -1);
	check_view("{{#rows}}{{id}}{{/rows}}", &view, "");
	view_rows(&view, "rows", NULL, 5);
	check_view("{{#rows}}{{id}}{{/rows}}", &view, "");
	PQclear(rows);
}

static void
a_column_hides_outer_columns_and_values(void **state)
{
	PGresult *outer = ROWS(2, 2, "id", "name", "1", "a", "2", "b");
	PGresult *inner = ROWS(2, 2, "id", "note", "8", "x", "9", "y");
	struct view view = { 0 };

	(void)state;
	view_rows(&view, "outer", outer, 2);
	view_rows(&view, "inner", inner, 2);
	view_value(&view, "id", "0");
	view_value(&view, "page", "p");
	check_view("{{id}}{{#outer}} {{id}}{{#inner}}{{id}}{{name}}{{note}}"
		   "{{page}}{{/inner}}{{id}}{{/outer}} {{id}}",
	    &view, "0 18axp9ayp1 28bxp9byp2 0");
	PQclear(outer);
	PQclear(inner);
}

static void
a_section_inside_itself_keeps_its_rows_apart(void **state)
{
	PGresult *rows = ROWS(1, 2, "id", "1", "2");
	struct view view = { 0 };

	(void)state;
	view_rows(&view, "rows", rows, 2);
	check_view("{{#rows}}({{id}}{{#rows}}{{id}}{{/rows}}{{id}}){{/rows}}",
	    &view, "(1121)(2122)");
	PQclear(rows);
}

static void
null_is_empty_and_false(void **state)
{
	PGresult *rows = ROWS(1, 3, "name", "a", NULL, "");
	struct view view = { 0 };

	(void)state;
	view_rows(&view, "rows", rows, 3);
	view_value(&view, "name", "outer");
	check_view("{{#rows}}[{{name}}{{links name}}"
		   "{{?name}}yes{{/name}}{{^name}}no{{/name}}]{{/rows}}",
	    &view, "[aayes][no][no]");
	PQclear(rows);
	check_value("[{{name}}{{^name}}no{{/name}}]", NULL, "[no]");
}

static void
any_text_but_an_empty_one_is_true(void **state)
{
	static const char text[] = "{{?name}}yes{{/name}}{{^name}}no{{/name}}";

	(void)state;
	check_value(text, "t", "yes");
	check_value(text, "f", "yes");
	check_value(text, "false", "yes");
	check_value(text, "0", "yes");
	check_value(text, " ", "yes");
	check_value(text, "", "no");
	check_value(text, NULL, "no");
}

static void
a_boolean_has_its_own_value(void **state)
{
	static const char text[] =
	    "{{#rows}}{{?is_it}}yes{{/is_it}}{{^is_it}}no{{/is_it}}{{/rows}}";
	PGresult *rows = ROWS(1, 3, "is_it", "t", "f", NULL);
	struct view view = { 0 };

	(void)state;
	view_rows(&view, "rows", rows, 3);
	check_view(text, &view, "yesnono");
	PQclear(rows);
}

static void
a_query_is_true_if_it_has_rows(void **state)
{
	static const char text[] = "{{?rows}}yes{{/rows}}{{^rows}}no{{/rows}}";
	PGresult *rows = ROWS(1, 1, "id", "1");
	PGresult *none = ROWS(1, 0, "id");
	struct view view = { 0 };

	(void)state;
	view_rows(&view, "rows", rows, 1);
	check_view(text, &view, "yes");
	check_view("{{#rows}}{{?rows}}yes{{/rows}}{{/rows}}", &view, "yes");
	view_rows(&view, "rows", rows, 0);
	check_view(text, &view, "no");
	view_rows(&view, "rows", none, 50);
	check_view(text, &view, "no");
	view_rows(&view, "rows", NULL, 0);
	check_view(text, &view, "no");
	PQclear(rows);
	PQclear(none);
}

static void
sections_can_be_in_sections(void **state)
{
	struct view view = { 0 };

	(void)state;
	view_value(&view, "a", "1");
	view_value(&view, "b", "");
	check_view("{{?a}}a{{?b}}b{{/b}}{{^b}}-{{?a}}c{{/a}}{{/b}}d{{/a}}"
		   "{{^a}}{{?b}}x{{/b}}{{/a}}",
	    &view, "a-cd");
}

static void
links_are_allowed_only_in_text(void **state)
{
	(void)state;
	check_value("<p>{{links name}}</p>", "<b>\nhttp://a.org/",
	    "<p>&lt;b&gt;<br><a href=\"http://a.org/\" "
	    "rel=\"nofollow ugc noopener\">http://a.org/</a></p>");
	check_rejected("<p title=\"{{links name}}\">", "only allowed in text");
	check_rejected("<title>{{links name}}</title>", "only allowed in text");
}

static void
dates_are_formatted_for_people_and_programs(void **state)
{
	static const char text[] =
	    "<time datetime=\"{{iso name}}\">{{date name}}</time>";

	(void)state;
	check_value(text, "2026-11-23 01:02:03.123+00",
	    "<time datetime=\"2026-11-23T01:02:03Z\">23 Nov 2026, 01:02 UTC"
	    "</time>");
	check_value("<a href=\"/at/{{iso name}}\">", "2026-11-23 01:02:03+00",
	    "<a href=\"/at/2026-11-23T01%3A02%3A03Z\">");
	check_value(text, "", "<time datetime=\"\"></time>");
}

static void
an_invalid_date_is_left_out_and_reported(void **state)
{
	(void)state;
	check_value("[{{date name}}]", "<infinity>", "[]");
	assert_int_equal(complaints, 1);
	assert_string_equal(complaint, "test, line 1: name: this is not a time "
				       "in UTC");
}

static void
an_unknown_name_is_empty_and_reported_once(void **state)
{
	PGresult *rows = ROWS(1, 3, "id", "1", "2", "3");
	struct view view = { 0 };

	(void)state;
	view_rows(&view, "rows", rows, 3);
	check_view("\n{{#rows}}{{id}}{{nmae}},{{/rows}}", &view, "\n1,2,3,");
	assert_int_equal(complaints, 1);
	assert_string_equal(complaint, "test, line 2: nmae: unknown name");
	PQclear(rows);
	check_value("[{{#nothing}}{{id}}{{/nothing}}]", "", "[]");
	assert_int_equal(complaints, 2);
}

static void
testing_for_an_unknown_name_is_not_reported(void **state)
{
	(void)state;
	check_value("{{?none}}a{{none}}{{/none}}{{^none}}b{{/none}}", "", "b");
}

static void
a_value_set_again_replaces_the_first(void **state)
{
	struct view view = { 0 };
	PGresult *rows = ROWS(1, 1, "id", "1");
	PGresult *others = ROWS(1, 1, "id", "2");

	(void)state;
	view_value(&view, "name", "a");
	view_value(&view, "name", "b");
	assert_int_equal(view.values, 1);
	view_rows(&view, "rows", rows, 1);
	view_rows(&view, "rows", others, 1);
	assert_int_equal(view.sets, 1);
	check_view("{{name}}{{#rows}}{{id}}{{/rows}}", &view, "b2");
	PQclear(rows);
	PQclear(others);
}

static void
a_full_view_works(void **state)
{
	static char names[VIEW_VALUES][16];
	struct view view = { 0 };
	int i;

	(void)state;
	for (i = 0; i < VIEW_VALUES; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "v%d", i);
		view_value(&view, names[i], names[i]);
	}
	view_value(&view, "v0", "x");
	check_view("{{v0}}{{v47}}", &view, "xv47");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		QUIET_TEST(a_section_repeats_for_each_row),
		QUIET_TEST(a_column_hides_outer_columns_and_values),
		QUIET_TEST(a_section_inside_itself_keeps_its_rows_apart),
		QUIET_TEST(null_is_empty_and_false),
		QUIET_TEST(any_text_but_an_empty_one_is_true),
		QUIET_TEST(a_boolean_has_its_own_value),
		QUIET_TEST(a_query_is_true_if_it_has_rows),
		QUIET_TEST(sections_can_be_in_sections),
		QUIET_TEST(links_are_allowed_only_in_text),
		QUIET_TEST(dates_are_formatted_for_people_and_programs),
		LOUD_TEST(an_invalid_date_is_left_out_and_reported),
		LOUD_TEST(an_unknown_name_is_empty_and_reported_once),
		QUIET_TEST(testing_for_an_unknown_name_is_not_reported),
		QUIET_TEST(a_value_set_again_replaces_the_first),
		QUIET_TEST(a_full_view_works),
	};

	return (cmocka_run_group_tests_name("template", tests, NULL, NULL));
}
