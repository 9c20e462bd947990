#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "template_check.h"
#include "base/buffer.h"

static void
assert_address(const char *address, const char *expected)
{
	struct buffer html = { 0 };

	buffer_format(&html, "<a href=\"%s\">", expected);
	check_value("<a href=\"{{name}}\">", address, html.data);
	buffer_free(&html);
}

static void
what_has_no_names_stays_as_it_is(void **state)
{
	(void)state;
	check_value("", "x", "");
	check_value("<!DOCTYPE html>\n<p class=a>{ } }} & <!-- - -->\n", "x",
	    "<!DOCTYPE html>\n<p class=a>{ } }} & <!-- - -->\n");
	check_value("<script src=\"/a.js\"></script><style>b{}</style>", "x",
	    "<script src=\"/a.js\"></script><style>b{}</style>");
}

static void
a_name_is_escaped_in_text(void **state)
{
	(void)state;
	check_value("<p>{{name}}</p>", "<b>&\"'",
	    "<p>&lt;b&gt;&amp;&quot;"
	    "&#39;</p>");
	check_value("{{name}}{{name}}", "a", "aa");
	check_value("<!-- x -->{{name}}", "a", "<!-- x -->a");
	check_value("a < b {{name}} <3", "c", "a < b c <3");
}

static void
a_name_is_escaped_in_titles_and_text_areas(void **state)
{
	(void)state;
	check_value("<title>{{name}}</title>{{name}}", "</title>",
	    "<title>&lt;/title&gt;</title>&lt;/title&gt;");
	check_value("<TEXTAREA rows=\"1\">\n{{name}}</TextArea >{{name}}", "<",
	    "<TEXTAREA rows=\"1\">\n&lt;</TextArea >&lt;");
}

static void
a_name_is_escaped_in_quoted_attributes(void **state)
{
	(void)state;
	check_value("<p title=\"{{name}}\" class='b {{name}}'>", "\"'> x=",
	    "<p title=\"&quot;&#39;&gt; x=\" "
	    "class='b &quot;&#39;&gt; x='>");
	check_value("<p title = \"{{name}}\"data-x=\"{{name}}\"/>", "a",
	    "<p title = \"a\"data-x=\"a\"/>");
}

static void
drawings_have_plain_attributes(void **state)
{
	(void)state;
	check_value("<svg><path fill=\"{{name}}\" d=\"M0 0{{name}}\"/></svg>",
	    "#123456\"",
	    "<svg><path fill=\"#123456&quot;\" d=\"M0 "
	    "0#123456&quot;\"/></svg>");
}

static void
an_address_may_be_http_https_or_local(void **state)
{
	(void)state;
	assert_address("https://example.org/?a=1&b='2'",
	    "https://example.org/?a=1&amp;b=&#39;2&#39;");
	assert_address("http://example.org", "http://example.org");
	assert_address("HTTPS://example.org", "HTTPS://example.org");
	assert_address("/", "/");
	assert_address("/user/john?before=1", "/user/john?before=1");
	assert_address("/user/a\"b", "/user/a&quot;b");
}

static void
any_other_address_becomes_harmless(void **state)
{
	(void)state;
	assert_address("", "#");
	assert_address(NULL, "#");
	assert_address("javascript:alert(1)", "#");
	assert_address("JaVaScript:alert(1)", "#");
	assert_address(" javascript:alert(1)", "#");
	assert_address("java\nscript:alert(1)", "#");
	assert_address("data:text/html,x", "#");
	assert_address("vbscript:x", "#");
	assert_address("mailto:john@example.org", "#");
	assert_address("//example.org/", "#");
	assert_address("/\\example.org/", "#");
	assert_address("\\\\example.org/", "#");
	assert_address("/\t/example.org/", "#");
	assert_address("/a\nb", "#");
	assert_address("http:example.org", "#");
	assert_address("https:/example.org", "#");
	assert_address("user/john", "#");
	assert_address("?a", "#");
}

static void
every_attribute_with_an_address_is_looked_after(void **state)
{
	(void)state;
	check_value("<img src=\"{{name}}\"><form action='{{name}}'>"
		    "<button formaction=\"{{name}}\"><q cite=\"{{name}}\">"
		    "<a HREF=\"{{name}}\"><use xlink:href=\"{{name}}\">",
	    "javascript:x",
	    "<img src=\"#\"><form action='#'><button formaction=\"#\">"
	    "<q cite=\"#\"><a HREF=\"#\"><use xlink:href=\"#\">");
}

static void
a_name_inside_an_address_is_percent_encoded(void **state)
{
	(void)state;
	check_value("<a href=\"/user/{{name}}/x\">", "a/../b?c=d&e\"\303\244",
	    "<a href=\"/user/a%2F..%2Fb%3Fc%3Dd%26e%22%C3%A4/x\">");
	check_value("<a href=\"?before={{name}}\">", "1&x",
	    "<a href=\"?"
	    "before=1%26x\">");
	check_value("<a href=\"#{{name}}\">", "a b", "<a href=\"#a%20b\">");
	check_value(
	    "<a href=\"/{{name}}\">", "/evil.org", "<a href=\"/%2Fevil.org\">");
	check_value("<a href=\"https://a.org/{{name}}\">", "\\",
	    "<a href=\"https://a.org/%5C\">");
	check_value(
	    "<a href=\"{{name}}{{name}}\">", "/a", "<a href=\"/a%2Fa\">");
	check_value("<a href=\"{{name}}?next={{name}}\">", "/a",
	    "<a href=\"/a?next=%2Fa\">");
}

static void
an_address_of_doubtful_beginning_has_no_names(void **state)
{
	(void)state;
	check_refused("<a href=\"javascript:f({{name}})\">", "begin with");
	check_refused("<a href=\"java{{name}}\">", "begin with");
	check_refused("<a href=\"data:{{name}}\">", "begin with");
	check_refused("<a href=\" /{{name}}\">", "begin with");
	check_refused("<a href=\"&#106;s:{{name}}\">", "begin with");
	check_refused("<a href=\"{{?name}}js:{{/name}}{{name}}\">", "begin");
	check_refused("<a href=\"{{?name}}/a{{/name}}{{name}}\">", "begin");
}

static void
a_choice_of_addresses_is_possible(void **state)
{
	static const char text[] =
	    "<a href=\"{{?name}}{{name}}{{/name}}{{^name}}/x{{/name}}\">";

	(void)state;
	check_value(text, "/b", "<a href=\"/b\">");
	check_value(text, "", "<a href=\"/x\">");
	check_value(text, "javascript:x", "<a href=\"#\">");
}

static void
names_without_quotes_are_refused(void **state)
{
	(void)state;
	check_refused("<p title={{name}}>", "quotes");
	check_refused("<p title= {{name}}>", "quotes");
	check_refused("<p title=a{{name}}>", "quotes");
	check_refused("<a href=/{{name}}>", "quotes");
	check_refused("<p title={{?name}}\"a\"{{/name}}>", "quotes");
}

static void
names_in_tags_are_refused(void **state)
{
	(void)state;
	check_refused("<{{name}}>", "tag's name");
	check_refused("</{{name}}>", "tag's name");
	check_refused("<h{{name}}>", "in quotes");
	check_refused("<p {{name}}>", "in quotes");
	check_refused("<p {{name}}=\"a\">", "in quotes");
	check_refused("<p data-{{name}}=\"a\">", "in quotes");
	check_refused("<p title=\"a\"{{name}}>", "in quotes");
	check_refused("<p \"{{name}}\">", "in quotes");
	check_refused("<p title {{name}}>", "in quotes");
	check_refused("<p/{{name}}>", "in quotes");
}

static void
names_in_attributes_that_are_code_are_refused(void **state)
{
	(void)state;
	check_refused("<p onclick=\"f('{{name}}')\">", "attribute");
	check_refused("<p ONLOAD='{{name}}'>", "attribute");
	check_refused("<p style=\"color:{{name}}\">", "attribute");
	check_refused("<p\nStyle = \"{{name}}\">", "attribute");
	check_refused("<iframe srcdoc=\"{{name}}\">", "attribute");
	check_refused("<img srcset=\"{{name}} 2x\">", "attribute");
	check_refused("<meta http-equiv=\"{{name}}\">", "attribute");
	check_refused("<script src=\"{{name}}\">", "attribute");
	check_refused("<base href=\"{{name}}\">", "attribute");
	check_refused("<object data=\"{{name}}\">", "attribute");
	check_refused(
	    "<set attributeName=\"href\" to=\"{{name}}\">", "attribute");
	check_refused("<svg/onload=\"{{name}}\">", "attribute");
	check_refused("<p title=\"x\"onclick=\"{{name}}\">", "attribute");
}

static void
names_in_scripts_and_style_sheets_are_refused(void **state)
{
	(void)state;
	check_refused("<script>var a = '{{name}}'</script>", "script");
	check_refused("<SCRIPT type=\"x\">{{name}}</SCRIPT>", "script");
	check_refused("<style>{{name}}</style>", "style sheet");
	check_refused("<script></scripty>{{name}}</script>", "script");
	check_refused("<script>a < b; {{name}}</script>", "script");
	check_refused("<script>{{?name}}1{{/name}}</script>", "script");
	check_refused("<script><!--<script></script>{{name}}", "comments");
	check_refused("<xmp>{{name}}</xmp>", "script");
	check_refused("<plaintext>{{name}}", "script");
}

static void
names_in_comments_are_refused(void **state)
{
	(void)state;
	check_refused("<!-- {{name}} -->", "comment");
	check_refused("<!--{{name}}-->", "comment");
	check_refused("<!-- a -> {{name}} -->", "comment");
	check_refused("<!DOCTYPE {{name}}>", "comment");
	check_refused("<?xml version=\"{{name}}\"?>", "comment");
	check_refused("<!{{name}}>", "comment");
	check_refused("<!-{{name}}>", "comment");
	check_refused("</ {{name}}>", "comment");
	check_refused("<!-- --!>{{name}}", "comment");
	check_refused("<![CDATA[{{name}}]]>", "CDATA");
	check_value("<!--->{{name}}<!-->{{name}}<!---->{{name}}", "a",
	    "<!--->a<!-->a<!---->a");
}

static void
text_that_a_name_could_make_a_tag_of_is_refused(void **state)
{
	(void)state;
	check_refused("<textarea>a <{{name}}</textarea>", "follow <");
	check_refused("<textarea></text{{name}}</textarea>", "follow <");
	check_refused("<title><a href={{name}}></title>", "tags");
	check_refused("a <{{?name}}b{{/name}}>", "tag's name");
}

static void
sections_can_be_in_tags(void **state)
{
	static const char text[] =
	    "<input{{?name}} checked{{/name}} {{^name}}hidden{{/name}}>";

	(void)state;
	check_value(text, "t", "<input checked >");
	check_value(text, "", "<input hidden>");
	check_value("<p {{?name}}title=\"{{name}}\"{{/name}}\n\tid=\"a\">",
	    "\"", "<p title=\"&quot;\"\n\tid=\"a\">");
	check_value(
	    "<p class=\"a{{?name}} b{{/name}}\">", "t", "<p class=\"a b\">");
}

static void
sections_that_change_what_follows_are_refused(void **state)
{
	(void)state;
	check_refused("{{?name}}<a href=\"{{/name}}b\">", "elsewhere");
	check_refused("{{?name}}<b {{/name}}>", "elsewhere");
	check_refused("<b {{?name}}>{{/name}}", "elsewhere");
	check_refused("{{?name}}<title>{{/name}}", "elsewhere");
	check_refused("{{?name}}<!-- {{/name}} -->", "comment");
	check_refused("<p a=\"{{?name}}\" b=\"{{/name}}\">", "another value");
	check_refused("<p a=\"{{?name}}\" a='{{/name}}'>", "another value");
	check_refused("<p {{?name}}a=\"{{/name}}\">", "elsewhere");
	check_refused("<p {{?name}}on{{/name}}click=\"{{name}}\">", "space");
	check_refused("<p{{?name}} a{{/name}}=\"{{name}}\">", "space");
	check_refused("<p a {{?name}}b{{/name}} =\"{{name}}\">", "=");
	check_refused("<p {{#rows}}o{{/rows}}>", "only be in text");
	check_refused("<p title=\"{{#rows}}a{{/rows}}\">", "only be in text");
}

static void
files_must_end_in_text(void **state)
{
	(void)state;
	check_refused("<p", "ends inside");
	check_refused("<p title=\"a", "ends inside");
	check_refused("a <", "ends inside");
	check_refused("<!-- a", "ends inside");
	check_refused("<script>", "ends inside");
	check_refused("<title>a", "ends inside");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		QUIET_TEST(what_has_no_names_stays_as_it_is),
		QUIET_TEST(a_name_is_escaped_in_text),
		QUIET_TEST(a_name_is_escaped_in_titles_and_text_areas),
		QUIET_TEST(a_name_is_escaped_in_quoted_attributes),
		QUIET_TEST(drawings_have_plain_attributes),
		QUIET_TEST(an_address_may_be_http_https_or_local),
		QUIET_TEST(any_other_address_becomes_harmless),
		QUIET_TEST(every_attribute_with_an_address_is_looked_after),
		QUIET_TEST(a_name_inside_an_address_is_percent_encoded),
		QUIET_TEST(an_address_of_doubtful_beginning_has_no_names),
		QUIET_TEST(a_choice_of_addresses_is_possible),
		QUIET_TEST(names_without_quotes_are_refused),
		QUIET_TEST(names_in_tags_are_refused),
		QUIET_TEST(names_in_attributes_that_are_code_are_refused),
		QUIET_TEST(names_in_scripts_and_style_sheets_are_refused),
		QUIET_TEST(names_in_comments_are_refused),
		QUIET_TEST(text_that_a_name_could_make_a_tag_of_is_refused),
		QUIET_TEST(sections_can_be_in_tags),
		QUIET_TEST(sections_that_change_what_follows_are_refused),
		QUIET_TEST(files_must_end_in_text),
	};

	return (
	    cmocka_run_group_tests_name("template context", tests, NULL, NULL));
}
