/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "template_check.h"
#include "base/buffer.h"
#include "html/brief.h"
#include "html/xml.h"

FILE_ASSET(_part_atom, "<part>{{name}}</part>");

/* Assert what a template of this name makes of the value called "name". */
static void
check_file(
    const char *file, const char *text, const char *name, const char *expected)
{
	char error[ERROR_SIZE] = "";
	struct template *template = template_parse(file, text, error);
	struct view view = { 0 };
	struct buffer out = { 0 };

	assert_string_equal(error, "");
	view_value(&view, "name", name);
	buffer_text(&out, "\x01");
	template_render(template, &view, &out);
	assert_string_equal(out.data + 1, expected);
	assert_int_equal(out.data[0], '\x01'); /* was there before */
	template_free(template);
	buffer_free(&out);
}

static void
a_name_is_escaped_as_in_html(void **state)
{
	(void)state;
	check_file("a.atom",
	    "<?xml version=\"1.0\"?><a b=\"{{name}}\">{{name}}</a>", "<&\"'>",
	    "<?xml version=\"1.0\"?><a b=\"&lt;&amp;&quot;&#39;&gt;\">"
	    "&lt;&amp;&quot;&#39;&gt;</a>");
	check_file("a.xml", "<link href=\"{{name}}\"/>", "javascript:1",
	    "<link href=\"#\"/>");
}

static void
html_stands_as_text_in_xml(void **state)
{
	(void)state;
	check_file("a.atom", "<content>{{links name}}</content>", "1 < 2\n&",
	    "<content>1 &amp;lt; 2&lt;br&gt;&amp;amp;</content>");
	check_file("a.atom", "{{links name}}", "", "");
	check_file("a.html", "{{links name}}", "1 < 2", "1 &lt; 2");
}

static void
what_xml_cannot_contain_is_replaced(void **state)
{
	(void)state;
	check_file("a.xml", "{{name}}",
	    "a\x01\x1f\tb\n\xef\xbf\xbe\xef\xbf\xbf",
	    "a?\?\tb\n\xef\xbf\xbd\xef\xbf\xbd");
	check_file("a.xml", "{{name}}", "\xef\xbf\xbc\xee\xbf\xbf\xef\xbe\xbf",
	    "\xef\xbf\xbc\xee\xbf\xbf\xef\xbe\xbf");
	check_file("a.html", "{{name}}", "\x01", "\x01");
}

static void
only_whole_characters_are_replaced(void **state)
{
	char text[] = "\xef\xbf\xbf";

	(void)state;
	xml_clean(text, 2);
	assert_string_equal(text, "\xef\xbf\xbf");
	xml_clean(text, 3);
	assert_string_equal(text, "\xef\xbf\xbd");
}

static void
a_partial_of_xml_is_xml(void **state)
{
	(void)state;
	check_file("a.atom", "{{>_part}}", "<", "<part>&lt;</part>");
	check_rejected("{{>_part}}", "there is no such partial");
}

static void
assert_brief(const char *text, const char *expected)
{
	struct buffer out = { 0 };

	buffer_text(&out, "x");
	brief_add(&out, text);
	assert_string_equal(out.data + 1, expected);
	buffer_free(&out);
}

static void
a_beginning_is_on_one_line(void **state)
{
	(void)state;
	assert_brief("", "");
	assert_brief(" \n", "");
	assert_brief("one", "one");
	assert_brief("\n one \n\n\ttwo ", "one two");
	check_value("<p title=\"{{brief name}}\">", "a\n\"b",
	    "<p title=\"a &quot;b\">");
}

static void
a_beginning_has_whole_characters(void **state)
{
	char text[3 * BRIEF_MAX + 2] = "", expected[3 * BRIEF_MAX + 5];
	int i;

	(void)state;
	for (i = 0; i < BRIEF_MAX; i++)
		(void)strcat(text, "e\xcc\x81");
	assert_brief(text, text);
	(void)strcpy(expected, text);
	(void)strcat(text, "x");
	(void)strcat(expected, "…");
	assert_brief(text, expected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		QUIET_TEST(a_name_is_escaped_as_in_html),
		QUIET_TEST(html_stands_as_text_in_xml),
		QUIET_TEST(what_xml_cannot_contain_is_replaced),
		QUIET_TEST(only_whole_characters_are_replaced),
		QUIET_TEST(a_partial_of_xml_is_xml),
		QUIET_TEST(a_beginning_is_on_one_line),
		QUIET_TEST(a_beginning_has_whole_characters),
	};

	return (cmocka_run_group_tests_name("template_xml", tests, NULL, NULL));
}
