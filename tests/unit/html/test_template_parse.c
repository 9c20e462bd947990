/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <sys/wait.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "template_check.h"
#include "base/asset.h"
#include "base/buffer.h"

FILE_ASSET(_test_row_html, "({{name}})");
FILE_ASSET(_test_rows_html, "{{#rows}}{{>_test_row}}{{/rows}}");
FILE_ASSET(_test_itself_html, "a{{>_test_itself}}");
FILE_ASSET(_test_ping_html, "{{>_test_pong}}");
FILE_ASSET(_test_pong_html, "{{?name}}{{>_test_ping}}{{/name}}");
FILE_ASSET(_test_open_html, "{{?name}}");
FILE_ASSET(_test_close_html, "{{/name}}");
FILE_ASSET(_test_tag_html, "<a href=\"");
FILE_ASSET(_test_fault_html, "one\ntwo\n<b title={{name}}>");
FILE_ASSET(test_page_html, "<h1>{{name}}</h1>{{>_test_row}}");
FILE_ASSET(test_fault_html, "\n{{/name}}");
FILE_ASSET(test_page_txt, "only {{name}}");
FILE_ASSET(test_plain_txt, "{{#rows}}{{name}} <{{/rows}}> \"{{name}}&");
FILE_ASSET(test_partial_txt, "{{>_test_row}}");
FILE_ASSET(test_file_css, "b { color: red }");

static void
unbalanced_sections_are_rejected(void **state)
{
	(void)state;
	check_rejected("{{#a}}", "a: this section is never closed");
	check_rejected("{{?a}}{{/a}}{{/a}}", "no section is open");
	check_rejected("{{/a}}", "no section is open");
	check_rejected("{{#a}}{{?b}}{{/a}}{{/b}}", "b: this section must be");
	check_rejected("{{?a}}{{/b}}", "closed first");
	check_rejected("{{#a}}{{#a}}{{/a}}", "never closed");
}

static void
invalid_marks_are_rejected(void **state)
{
	(void)state;
	check_rejected("{{}}", "invalid mark");
	check_rejected("{{ name }}", "invalid mark");
	check_rejected("{{name }}", "invalid mark");
	check_rejected("{{{name}}}", "invalid mark");
	check_rejected("{{&name}}", "invalid mark");
	check_rejected("{{!name}}", "invalid mark");
	check_rejected("{{#}}", "invalid mark");
	check_rejected("{{# name}}", "invalid mark");
	check_rejected("{{na-me}}", "invalid mark");
	check_rejected("{{n\303\244me}}", "invalid mark");
	check_rejected("{{raw name}}", "invalid mark");
	check_rejected("{{links}}{{links }}", "invalid mark");
	check_rejected("{{links a b}}", "invalid mark");
	check_rejected("{{linksname name}}", "invalid mark");
	check_rejected("{{", "no }}");
	check_rejected("a {{name", "no }}");
	check_rejected("a {{name}", "no }}");
	check_rejected("a {{name\n}}", "no }}");
	check_rejected("a {{na{{me}}", "invalid mark");
}

static void
deeply_nested_sections_are_rejected(void **state)
{
	struct buffer text = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 10000; i++)
		buffer_text(&text, "{{?a}}");
	check_rejected(text.data, "nested too deeply");
	buffer_free(&text);
}

static void
very_long_names_are_rejected(void **state)
{
	struct buffer text = { 0 };
	int i;

	(void)state;
	buffer_text(&text, "{{a");
	for (i = 0; i < 100000; i++)
		buffer_text(&text, "a");
	buffer_text(&text, "}}");
	check_rejected(text.data, "invalid mark");
	buffer_free(&text);
}

static void
an_error_tells_the_line(void **state)
{
	(void)state;
	check_rejected("one\ntwo\n<p title={{name}}>\n", "test, line 3: ");
	check_rejected("{{?name}}\n\n{{/nom}}", "test, line 3: ");
	check_rejected("{{asset test-file.css}}\n<b\nid={{name}}>", "line 3: ");
	check_rejected("a\n{{>_test_fault}}", "_test_fault.html, line 3: ");
	check_rejected("a\n{{>_test_row}}\n<{{name}}>", "test, line 3: ");
}

static void
partials_are_included(void **state)
{
	PGresult *rows = ROWS(1, 2, "name", "a", "b");
	struct view view = { 0 };

	(void)state;
	view_rows(&view, "rows", rows, 2);
	view_value(&view, "name", "v");
	check_view("{{>_test_row}}{{>_test_rows}}{{>_test_row}}", &view,
	    "(v)(a)(b)(v)");
	PQclear(rows);
}

static void
invalid_partials_are_rejected(void **state)
{
	(void)state;
	check_rejected("{{>_test_none}}", "_test_none: there is no such");
	check_rejected("{{>content}}", "there is no such");
	check_rejected("{{>_test_open}}{{/name}}", "never closed");
	check_rejected("{{?name}}{{>_test_close}}", "no section is open");
	check_rejected("{{>_test_tag}}\">", "ends inside");
	check_rejected("<p title=\"{{>_test_row}}\">", "only allowed in text");
	check_rejected("<title>{{>_test_row}}</title>", "only allowed in text");
	check_rejected("<p {{>_test_row}}>", "only allowed in text");
}

static void
partials_that_include_themselves_are_rejected(void **state)
{
	(void)state;
	check_rejected("{{>_test_itself}}", "includes itself");
	check_rejected("{{>_test_ping}}", "includes itself");
}

static void
note_name(const char *section, const char *name, void *arg)
{
	buffer_format(arg, "%s.%s ", section == NULL ? "" : section, name);
}

static void
a_template_lists_its_names(void **state)
{
	struct template *template;
	struct buffer names = { 0 };
	char error[ERROR_SIZE];

	(void)state;
	template = template_parse("test",
	    "{{a}}{{#s}}{{?b}}{{links c}}{{/b}}{{#t}}{{iso d}}{{/t}}"
	    "{{>_test_rows}}{{/s}}{{^e}}{{date f}}{{/e}}{{asset avatar.svg}}",
	    error);
	assert_non_null(template);
	template_names(template, note_name, &names);
	assert_string_equal(names.data, ".a .s s.b s.c s.t t.d s.rows "
					"rows.name .e .f ");
	template_free(template);
	buffer_free(&names);
}

static void
a_page_is_inside_the_layout(void **state)
{
	const struct template *template = template_find("test_page");
	struct asset layout;
	struct buffer out = { 0 };
	struct view view = { 0 };

	(void)state;
	view_value(&view, "name", "<");
	template_render(template, &view, &out);
	assert_non_null(strstr(out.data, "<h1>&lt;</h1>(&lt;)"));
	if (asset_find("layout.html", &layout) == 0) {
		assert_int_equal(strncmp(out.data, "<!DOCTYPE html>", 15), 0);
		assert_non_null(strstr(out.data, "</html>"));
	}
	buffer_free(&out);
}

static void
a_template_is_parsed_once(void **state)
{
	(void)state;
	assert_ptr_equal(
	    template_find("test_page"), template_find("test_page"));
	assert_ptr_not_equal(
	    template_find("test_page"), template_find("test_page.txt"));
}

static void
a_whole_file_name_has_no_layout(void **state)
{
	struct buffer out = { 0 };
	struct view view = { 0 };

	(void)state;
	view_value(&view, "name", "this");
	template_render(template_find("test_page.txt"), &view, &out);
	assert_string_equal(out.data, "only this");
	buffer_free(&out);
}

static void
a_text_file_is_no_html(void **state)
{
	PGresult *rows = ROWS(1, 1, "name", "Zo\xc3\xab & <co>");
	struct buffer out = { 0 };
	struct view view = { 0 };

	(void)state;
	view_rows(&view, "rows", rows, 1);
	view_value(&view, "name", "<b>");
	template_render(template_find("test_plain.txt"), &view, &out);
	assert_string_equal(out.data, "Zo\xc3\xab & <co> <> \"<b>&");
	buffer_free(&out);
	PQclear(rows);
}

/* Assert that looking for ${name} ends the program with ${message}. */
static void
assert_ends(const char *name, const char *message)
{
	char said[1000];
	ssize_t length;
	int status, ends[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_int_not_equal(child, -1);
	if (child == 0) {
		(void)dup2(ends[1], STDERR_FILENO);
		(void)template_find(name);
		_exit(0);
	}
	(void)close(ends[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	length = read(ends[0], said, sizeof(said) - 1);
	assert_true(length > 0);
	said[length] = '\0';
	(void)close(ends[0]);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	assert_non_null(strstr(said, message));
}

static void
a_broken_or_missing_template_ends_the_program(void **state)
{
	(void)state;
	assert_ends("test_none", "there is no template test_none.html");
	assert_ends("test_none.svg", "there is no template test_none.svg");
	assert_ends("test_fault", "test_fault.html, line 2: name: no section");
	assert_ends("test_partial.txt", "a partial is only allowed in text");
}

static void
an_asset_address_contains_the_hash(void **state)
{
	struct asset asset;
	struct buffer expected = { 0 };

	(void)state;
	check_value("<link href=\"{{asset test-file.css}}\">", "",
	    "<link href=\"/assets/0123456789abcdef/test-file.css\">");
	assert_int_equal(asset_find("avatar.svg", &asset), 0);
	buffer_format(&expected, "<img src=\"/assets/%.16s/avatar.svg\">",
	    asset.sha256 + 1);
	check_value("<img src=\"{{asset avatar.svg}}\">", "", expected.data);
	buffer_free(&expected);
	check_value("<script src=\"{{asset test-file.css}}\"></script>", "",
	    "<script src=\"/assets/0123456789abcdef/test-file.css\">"
	    "</script>");
	check_rejected("<img src=\"{{asset none.svg}}\">", "no such file");
	check_rejected("<img src=\"{{asset ../a/b.svg}}\">", "no such file");
	check_rejected("<img src=\"{{asset }}\">", "no such file");
}

static void
assets_are_found_by_name(void **state)
{
	struct asset asset;

	(void)state;
	assert_int_equal(asset_find("test-file.css", &asset), 0);
	assert_string_equal(asset.data, "b { color: red }");
	assert_int_equal(asset.length, 16);
	assert_string_equal(asset.sha256, "\"0123456789abcdef0123\"");
	assert_int_equal(asset_find("", &asset), -1);
	assert_int_equal(asset_find("none.css", &asset), -1);
	assert_int_equal(asset_find("/test-file.css", &asset), -1);
	assert_int_equal(asset_find("a%s.css", &asset), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		QUIET_TEST(unbalanced_sections_are_rejected),
		QUIET_TEST(invalid_marks_are_rejected),
		QUIET_TEST(deeply_nested_sections_are_rejected),
		QUIET_TEST(very_long_names_are_rejected),
		QUIET_TEST(an_error_tells_the_line),
		QUIET_TEST(partials_are_included),
		QUIET_TEST(invalid_partials_are_rejected),
		QUIET_TEST(partials_that_include_themselves_are_rejected),
		QUIET_TEST(a_template_lists_its_names),
		LOUD_TEST(a_page_is_inside_the_layout),
		QUIET_TEST(a_template_is_parsed_once),
		QUIET_TEST(a_whole_file_name_has_no_layout),
		QUIET_TEST(a_text_file_is_no_html),
		QUIET_TEST(a_broken_or_missing_template_ends_the_program),
		QUIET_TEST(an_asset_address_contains_the_hash),
		QUIET_TEST(assets_are_found_by_name),
	};

	return (
	    cmocka_run_group_tests_name("template parse", tests, NULL, NULL));
}
