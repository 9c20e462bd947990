/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "template_check.h"
#include "base/buffer.h"

static void
assert_url(const char *address, const char *expected)
{
	struct buffer html = { 0 };

	buffer_format(&html, "<a href=\"%s\">", expected);
	check_value("<a href=\"{{name}}\">", address, html.data);
	buffer_free(&html);
}

static void
html_without_names_is_unchanged(void **state)
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
svg_attributes_are_plain(void **state)
{
	(void)state;
	check_value("<svg><path fill=\"{{name}}\" d=\"M0 0{{name}}\"/></svg>",
	    "#123456\"",
	    "<svg><path fill=\"#123456&quot;\" d=\"M0 "
	    "0#123456&quot;\"/></svg>");
}

static void
a_url_may_be_http_https_or_local(void **state)
{
	(void)state;
	assert_url("https://example.org/?a=1&b='2'",
	    "https://example.org/?a=1&amp;b=&#39;2&#39;");
	assert_url("http://example.org", "http://example.org");
	assert_url("HTTPS://example.org", "HTTPS://example.org");
	assert_url("/", "/");
	assert_url("/user/john?before=1", "/user/john?before=1");
	assert_url("/user/a\"b", "/user/a&quot;b");
}

static void
any_other_url_becomes_harmless(void **state)
{
	(void)state;
	assert_url("", "#");
	assert_url(NULL, "#");
	assert_url("javascript:alert(1)", "#");
	assert_url("JaVaScript:alert(1)", "#");
	assert_url(" javascript:alert(1)", "#");
	assert_url("java\nscript:alert(1)", "#");
	assert_url("data:text/html,x", "#");
	assert_url("vbscript:x", "#");
	assert_url("mailto:john@example.org", "#");
	assert_url("otpauth://totp/x?secret=A", "#");
	assert_url("//example.org/", "#");
	assert_url("/\\example.org/", "#");
	assert_url("\\\\example.org/", "#");
	assert_url("/\t/example.org/", "#");
	assert_url("/a\nb", "#");
	assert_url("http:example.org", "#");
	assert_url("https:/example.org", "#");
	assert_url("user/john", "#");
	assert_url("?a", "#");
}

static void
every_attribute_with_a_url_is_checked(void **state)
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
a_name_inside_a_url_is_percent_encoded(void **state)
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
	check_value("<a href=\"otpauth://totp/x:{{name}}?secret=A\">",
	    "y&z=", "<a href=\"otpauth://totp/x:y%26z%3D?secret=A\">");
	check_value(
	    "<a href=\"{{name}}{{name}}\">", "/a", "<a href=\"/a%2Fa\">");
	check_value("<a href=\"{{name}}?next={{name}}\">", "/a",
	    "<a href=\"/a?next=%2Fa\">");
}

static void
a_url_with_an_unsafe_prefix_cannot_have_names(void **state)
{
	(void)state;
	check_rejected("<a href=\"javascript:f({{name}})\">", "begin with");
	check_rejected("<a href=\"java{{name}}\">", "begin with");
	check_rejected("<a href=\"data:{{name}}\">", "begin with");
	check_rejected("<a href=\" /{{name}}\">", "begin with");
	check_rejected("<a href=\"&#106;s:{{name}}\">", "begin with");
	check_rejected("<a href=\"{{?name}}js:{{/name}}{{name}}\">", "begin");
	check_rejected("<a href=\"{{?name}}/a{{/name}}{{name}}\">", "begin");
}

static void
a_url_can_depend_on_a_condition(void **state)
{
	static const char text[] =
	    "<a href=\"{{?name}}{{name}}{{/name}}{{^name}}/x{{/name}}\">";

	(void)state;
	check_value(text, "/b", "<a href=\"/b\">");
	check_value(text, "", "<a href=\"/x\">");
	check_value(text, "javascript:x", "<a href=\"#\">");
}

static void
names_without_quotes_are_rejected(void **state)
{
	(void)state;
	check_rejected("<p title={{name}}>", "quotes");
	check_rejected("<p title= {{name}}>", "quotes");
	check_rejected("<p title=a{{name}}>", "quotes");
	check_rejected("<a href=/{{name}}>", "quotes");
	check_rejected("<p title={{?name}}\"a\"{{/name}}>", "quotes");
}

static void
names_in_tags_are_rejected(void **state)
{
	(void)state;
	check_rejected("<{{name}}>", "tag's name");
	check_rejected("</{{name}}>", "tag's name");
	check_rejected("<h{{name}}>", "in a quoted");
	check_rejected("<p {{name}}>", "in a quoted");
	check_rejected("<p {{name}}=\"a\">", "in a quoted");
	check_rejected("<p data-{{name}}=\"a\">", "in a quoted");
	check_rejected("<p title=\"a\"{{name}}>", "in a quoted");
	check_rejected("<p \"{{name}}\">", "in a quoted");
	check_rejected("<p title {{name}}>", "in a quoted");
	check_rejected("<p/{{name}}>", "in a quoted");
}

static void
names_in_attributes_that_are_code_are_rejected(void **state)
{
	(void)state;
	check_rejected("<p onclick=\"f('{{name}}')\">", "attribute");
	check_rejected("<p ONLOAD='{{name}}'>", "attribute");
	check_rejected("<p style=\"color:{{name}}\">", "attribute");
	check_rejected("<p\nStyle = \"{{name}}\">", "attribute");
	check_rejected("<iframe srcdoc=\"{{name}}\">", "attribute");
	check_rejected("<img srcset=\"{{name}} 2x\">", "attribute");
	check_rejected("<meta http-equiv=\"{{name}}\">", "attribute");
	check_rejected("<script src=\"{{name}}\">", "attribute");
	check_rejected("<base href=\"{{name}}\">", "attribute");
	check_rejected("<object data=\"{{name}}\">", "attribute");
	check_rejected(
	    "<set attributeName=\"href\" to=\"{{name}}\">", "attribute");
	check_rejected("<svg/onload=\"{{name}}\">", "attribute");
	check_rejected("<p title=\"x\"onclick=\"{{name}}\">", "attribute");
}

static void
names_in_scripts_and_style_sheets_are_rejected(void **state)
{
	(void)state;
	check_rejected("<script>var a = '{{name}}'</script>", "script");
	check_rejected("<SCRIPT type=\"x\">{{name}}</SCRIPT>", "script");
	check_rejected("<style>{{name}}</style>", "style sheet");
	check_rejected("<script></scripty>{{name}}</script>", "script");
	check_rejected("<script>a < b; {{name}}</script>", "script");
	check_rejected("<script>{{?name}}1{{/name}}</script>", "script");
	check_rejected("<script><!--<script></script>{{name}}", "comments");
	check_rejected("<xmp>{{name}}</xmp>", "script");
	check_rejected("<plaintext>{{name}}", "script");
}

static void
names_in_comments_are_rejected(void **state)
{
	(void)state;
	check_rejected("<!-- {{name}} -->", "comment");
	check_rejected("<!--{{name}}-->", "comment");
	check_rejected("<!-- a -> {{name}} -->", "comment");
	check_rejected("<!DOCTYPE {{name}}>", "comment");
	check_rejected("<?xml version=\"{{name}}\"?>", "comment");
	check_rejected("<!{{name}}>", "comment");
	check_rejected("<!-{{name}}>", "comment");
	check_rejected("</ {{name}}>", "comment");
	check_rejected("<!-- --!>{{name}}", "comment");
	check_rejected("<![CDATA[{{name}}]]>", "CDATA");
	check_value("<!--->{{name}}<!-->{{name}}<!---->{{name}}", "a",
	    "<!--->a<!-->a<!---->a");
}

static void
text_that_a_name_could_turn_into_a_tag_is_rejected(void **state)
{
	(void)state;
	check_rejected("<textarea>a <{{name}}</textarea>", "follow a <");
	check_rejected("<textarea></text{{name}}</textarea>", "follow a <");
	check_rejected("<title><a href={{name}}></title>", "tags");
	check_rejected("a <{{?name}}b{{/name}}>", "tag's name");
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
sections_that_change_the_context_are_rejected(void **state)
{
	(void)state;
	check_rejected(
	    "{{?name}}<a href=\"{{/name}}b\">", "different contexts");
	check_rejected("{{?name}}<b {{/name}}>", "different contexts");
	check_rejected("<b {{?name}}>{{/name}}", "different contexts");
	check_rejected("{{?name}}<title>{{/name}}", "different contexts");
	check_rejected("{{?name}}<!-- {{/name}} -->", "comment");
	check_rejected(
	    "<p a=\"{{?name}}\" b=\"{{/name}}\">", "different values");
	check_rejected("<p a=\"{{?name}}\" a='{{/name}}'>", "different values");
	check_rejected("<p {{?name}}a=\"{{/name}}\">", "different contexts");
	check_rejected("<p {{?name}}on{{/name}}click=\"{{name}}\">", "space");
	check_rejected("<p{{?name}} a{{/name}}=\"{{name}}\">", "space");
	check_rejected("<p a {{?name}}b{{/name}} =\"{{name}}\">", "=");
	check_rejected("<p {{#rows}}o{{/rows}}>", "only allowed in text");
	check_rejected(
	    "<p title=\"{{#rows}}a{{/rows}}\">", "only allowed in text");
}

static void
files_must_end_in_text(void **state)
{
	(void)state;
	check_rejected("<p", "ends inside");
	check_rejected("<p title=\"a", "ends inside");
	check_rejected("a <", "ends inside");
	check_rejected("<!-- a", "ends inside");
	check_rejected("<script>", "ends inside");
	check_rejected("<title>a", "ends inside");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		QUIET_TEST(html_without_names_is_unchanged),
		QUIET_TEST(a_name_is_escaped_in_text),
		QUIET_TEST(a_name_is_escaped_in_titles_and_text_areas),
		QUIET_TEST(a_name_is_escaped_in_quoted_attributes),
		QUIET_TEST(svg_attributes_are_plain),
		QUIET_TEST(a_url_may_be_http_https_or_local),
		QUIET_TEST(any_other_url_becomes_harmless),
		QUIET_TEST(every_attribute_with_a_url_is_checked),
		QUIET_TEST(a_name_inside_a_url_is_percent_encoded),
		QUIET_TEST(a_url_with_an_unsafe_prefix_cannot_have_names),
		QUIET_TEST(a_url_can_depend_on_a_condition),
		QUIET_TEST(names_without_quotes_are_rejected),
		QUIET_TEST(names_in_tags_are_rejected),
		QUIET_TEST(names_in_attributes_that_are_code_are_rejected),
		QUIET_TEST(names_in_scripts_and_style_sheets_are_rejected),
		QUIET_TEST(names_in_comments_are_rejected),
		QUIET_TEST(text_that_a_name_could_turn_into_a_tag_is_rejected),
		QUIET_TEST(sections_can_be_in_tags),
		QUIET_TEST(sections_that_change_the_context_are_rejected),
		QUIET_TEST(files_must_end_in_text),
	};

	return (
	    cmocka_run_group_tests_name("template context", tests, NULL, NULL));
}
