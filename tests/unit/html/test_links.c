/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/text.h"
#include "html/links.h"

static void
assert_html(const char *text, const char *expected)
{
	struct buffer out = { 0 };

	buffer_add(&out, "", 0);
	links_html(&out, text);
	assert_string_equal(out.data, expected);
	buffer_free(&out);
}

/*
 * Assert that in the three texts together only ${address} becomes a link. None
 * of them has anything to escape.
 */
static void
assert_link(const char *before, const char *address, const char *after)
{
	struct buffer text = { 0 }, expected = { 0 };

	buffer_format(&text, "%s%s%s", before, address, after);
	buffer_format(&expected,
	    "%s<a href=\"%s\" rel=\"nofollow ugc noopener\">%s</a>%s", before,
	    address, address, after);
	assert_html(text.data, expected.data);
	buffer_free(&text);
	buffer_free(&expected);
}

static void
assert_no_link(const char *text)
{
	struct buffer out = { 0 };

	links_html(&out, text);
	assert_null(strstr(out.data, "<a"));
	buffer_free(&out);
}

static void
text_without_addresses_is_only_escaped(void **state)
{
	(void)state;
	assert_html("", "");
	assert_html("a < b & c > \"d\" 'e'",
	    "a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;");
	assert_html("<a href=\"x\">", "&lt;a href=&quot;x&quot;&gt;");
}

static void
line_ends_are_kept(void **state)
{
	(void)state;
	assert_html("a\nb\n\nc", "a<br>b<br><br>c");
	assert_html("\n", "<br>");
	assert_html("http://a.org/\nb",
	    "<a href=\"http://a.org/\" rel=\"nofollow ugc noopener\">"
	    "http://a.org/</a><br>b");
}

static void
http_and_https_addresses_become_links(void **state)
{
	(void)state;
	assert_link("", "http://example.org", "");
	assert_link("see ", "https://example.org/", " there");
	assert_link("", "https://sub.example.org:8888/a/b.html", "");
	assert_link("", "http://localhost/", "");
	assert_link("", "http://127.0.0.1:80/", "");
	assert_link("", "http://[::1]:8080/x", "");
	assert_link("", "HTTPS://Example.ORG/", "");
	assert_link("", "http://example.org?a=b", "");
	assert_link("", "http://example.org#a", "");
	assert_link("", "http://a-b_c.example.org/~john/;x=1,2@3!$*+", "");
}

static void
several_addresses_become_several_links(void **state)
{
	(void)state;
	assert_html("http://a.org/ http://b.org/",
	    "<a href=\"http://a.org/\" rel=\"nofollow ugc noopener\">"
	    "http://a.org/</a> "
	    "<a href=\"http://b.org/\" rel=\"nofollow ugc noopener\">"
	    "http://b.org/</a>");
}

static void
an_ampersand_in_an_address_is_escaped(void **state)
{
	(void)state;
	assert_html("http://a.org/?b=1&c='2'x",
	    "<a href=\"http://a.org/?b=1&amp;c=&#39;2&#39;x\" "
	    "rel=\"nofollow ugc noopener\">"
	    "http://a.org/?b=1&amp;c=&#39;2&#39;x</a>");
}

static void
punctuation_at_the_end_stays_outside(void **state)
{
	(void)state;
	assert_link("", "http://a.org", ".");
	assert_link("", "http://a.org", ", and");
	assert_link("", "http://a.org/b", ".");
	assert_link("", "http://a.org/b", "...");
	assert_link("", "http://a.org/b", "?!");
	assert_link("", "http://a.org/b", ";:");
	assert_link("", "http://a.org/b.c", ". Next");
	assert_link("", "http://a.org", "?");
	assert_link("", "http://a.org/", "*");
	assert_link("", "http://a.org/\343\201\202", "\343\200\202");
	assert_link("", "http://a.org/b", "\342\200\246");
}

static void
brackets_around_an_address_stay_outside(void **state)
{
	(void)state;
	assert_link("(", "http://a.org", ")");
	assert_link("(see ", "http://a.org/b", ").");
	assert_link("[", "http://a.org/b", "]");
	assert_link("{", "http://a.org/b", "}");
	assert_link("[x](", "http://a.org/b", ")c");
	assert_link("", "http://a.org/b", "(");
	assert_link("((", "http://a.org/b", "))");
	assert_link("\357\274\210", "http://a.org/b", "\357\274\211");
}

static void
brackets_opened_inside_stay_inside(void **state)
{
	(void)state;
	assert_link("", "http://a.org/b_(c)", "");
	assert_link("(", "http://a.org/b_(c)", ")");
	assert_link("", "http://a.org/b_(c)_d", ".");
	assert_link("", "http://a.org/b_(c_(d))", ")");
	assert_html("http://a.org/?b[]=1",
	    "<a href=\"http://a.org/?b%5B%5D=1\" "
	    "rel=\"nofollow ugc noopener\">http://a.org/?b[]=1</a>");
}

static void
quotes_end_an_address(void **state)
{
	(void)state;
	assert_html("\"http://a.org/b\"",
	    "&quot;<a href=\"http://a.org/b\" rel=\"nofollow ugc noopener\">"
	    "http://a.org/b</a>&quot;");
	assert_html("'http://a.org/b'",
	    "&#39;<a href=\"http://a.org/b\" rel=\"nofollow ugc noopener\">"
	    "http://a.org/b</a>&#39;");
	assert_html("<http://a.org/b>",
	    "&lt;<a href=\"http://a.org/b\" rel=\"nofollow ugc noopener\">"
	    "http://a.org/b</a>&gt;");
	assert_link("\342\200\234", "http://a.org/b", "\342\200\235");
	assert_link("\302\253", "http://a.org/b", "\302\273");
	assert_link("\342\200\236", "http://a.org/b", "\342\200\234");
	assert_link("`", "http://a.org/b", "`");
}

static void
markup_cannot_get_out_of_an_address(void **state)
{
	(void)state;
	assert_html("http://a.org/\"onclick=\"alert(1)",
	    "<a href=\"http://a.org/%22onclick=%22alert(1)\" "
	    "rel=\"nofollow ugc noopener\">"
	    "http://a.org/&quot;onclick=&quot;alert(1)</a>");
	assert_html("http://a.org/<script>",
	    "<a href=\"http://a.org/%3Cscript%3E\" "
	    "rel=\"nofollow ugc noopener\">"
	    "http://a.org/&lt;script&gt;</a>");
	assert_html("http://a.org\"onclick=\"alert(1)",
	    "http://a.org&quot;onclick=&quot;alert(1)");
	assert_html("http://a.org<script>", "http://a.org&lt;script&gt;");
	assert_html("http://a.org/'onclick='x",
	    "<a href=\"http://a.org/&#39;onclick=&#39;x\" "
	    "rel=\"nofollow ugc noopener\">"
	    "http://a.org/&#39;onclick=&#39;x</a>");
}

static void
white_space_of_every_kind_ends_an_address(void **state)
{
	(void)state;
	assert_link("", "http://a.org/b", "\tc");
	assert_link("", "http://a.org/b", "\302\240c");
	assert_link("", "http://a.org/b", "\343\200\200c");
	assert_link("", "http://a.org/b", "\342\200\250c");
	assert_link("", "http://a.org/b", "\342\200\256c");
	assert_link("", "http://a.org/b", "\\c");
}

/* Some languages need them to join letters, and others between words. */
static void
characters_without_a_width_stay_inside(void **state)
{
	(void)state;
	assert_link("", "http://a.org/b\342\200\213c", "");
	assert_link("", "http://a.org/b\342\200\214c", " d");
	assert_link("", "http://a.org/b\342\200\215c", "");
}

static void
other_schemes_are_never_links(void **state)
{
	(void)state;
	assert_no_link("javascript:alert(1)");
	assert_no_link("JavaScript://example.org/%0aalert(1)");
	assert_no_link("data:text/html,x vbscript:x file:///etc/passwd");
	assert_no_link("ftp://example.org/ mailto:john@example.org");
	assert_no_link("//example.org/ www.example.org example.org");
	assert_no_link("http:/example.org http:example.org https//a.org");
	assert_no_link("javascripthttp://example.org/");
	assert_no_link("xhttp://example.org/ 1https://example.org/");
}

static void
an_address_needs_a_host(void **state)
{
	(void)state;
	assert_no_link("http://");
	assert_no_link("https://");
	assert_no_link("http:// example.org");
	assert_no_link("http:///example.org");
	assert_no_link("http://.");
	assert_no_link("http://-");
	assert_no_link("http://?a http://#a http://:80/ http://)");
	assert_no_link("http://[ http://[] http://[::1 http://[:] http://[g]");
	assert_no_link("http://\342\200\213 http://\343\200\202");
	assert_no_link("http://\nhttps://");
}

static void
an_address_that_hides_its_host_is_no_link(void **state)
{
	(void)state;
	assert_no_link("https://bank.example@evil.example/");
	assert_no_link("https://bank.example:443@evil.example/");
	assert_no_link("https://a:b@evil.example");
	assert_link("", "https://social.example/@john", "");
}

static void
a_port_is_part_of_an_address(void **state)
{
	(void)state;
	assert_link("", "http://a.org:0", "");
	assert_link("", "http://a.org:80", ".");
	assert_link("", "http://a.org:65535", "");
	assert_link("", "http://a.org:00080/", "");
	assert_link("", "http://a.org:/", "");
	assert_link("", "http://a.org", ":");
	assert_link("", "http://a.org", ": b");
}

static void
an_address_with_an_invalid_port_is_no_link(void **state)
{
	(void)state;
	assert_no_link("http://a.org:x");
	assert_no_link("http://a.org:65536");
	assert_no_link("http://a.org:99999999999999999999");
	assert_no_link("http://a.org:8080x/a");
}

static void
dots_around_names_stay_outside(void **state)
{
	(void)state;
	assert_link("", "http://a.org", ".");
	assert_link("", "http://a.org", "... b");
	assert_link("", "http://a.org", "-");
	assert_link("", "http://a.org./b", "");
}

/* A browser takes all of each text for the host. */
static void
an_address_with_an_unusual_host_is_no_link(void **state)
{
	(void)state;
	assert_no_link("http://a.org..b");
	assert_no_link("http://a.org.(b)");
	assert_no_link("http://a!b.org/");
	assert_no_link("http://a.org,b");
	assert_no_link("http://-a.org http://a-.org");
	assert_no_link("http://a%62.org/");
	assert_no_link("http://a.org\\@evil.example/");
}

static void
a_host_that_ends_in_a_number_is_an_ipv4_address(void **state)
{
	(void)state;
	assert_link("", "http://127.1/", "");
	assert_link("", "http://0x7f000001/", "");
	assert_no_link("http://127.0.0.256/");
	assert_no_link("http://1.2.3.4.5/");
	assert_no_link("http://a.08/");
}

static void
names_are_decoded_as_idna_says(void **state)
{
	(void)state;
	assert_link("", "http://xn--bcher-kva.example/", "");
	assert_link("", "http://XN--BCHER-KVA.example/", "");
	assert_no_link("http://xn--a.example/");
	assert_no_link("http://xn--abc-.example/");
	assert_no_link("http://xn--99999999.example/");
	assert_no_link("http://xn--bcher-kva\303\237.example/");
	assert_no_link("http://a\327\220.example/"); /* two directions */
}

static void
text_without_spaces_around_an_address_stays_outside(void **state)
{
	(void)state;
	assert_link("", "https://example.org", "\343\202\222\345\217\202");
	assert_link("\343\201\257", "https://example.com",
	    "\343\201\247\343\201\231\343\200\202");
	assert_link("", "https://example.org", "\343\200\201@taro");
	assert_no_link("https://example.org\343\202\222/a");
}

static void
addresses_may_be_in_any_script(void **state)
{
	(void)state;
	assert_link("", "http://b\303\274cher.example/k\303\244se", "");
	assert_link("", "https://ja.example/\346\227\245\346\234\254", "");
	assert_link("\346\227\245", "https://a.org", " \346\227\245");
}

static void
characters_invalid_in_a_url_are_encoded(void **state)
{
	(void)state;
	assert_html("http://a.org/%zz%41%",
	    "<a href=\"http://a.org/%25zz%41%25\" "
	    "rel=\"nofollow ugc noopener\">http://a.org/%zz%41%</a>");
	assert_html("http://a.org/a|b#c#d",
	    "<a href=\"http://a.org/a%7Cb#c%23d\" "
	    "rel=\"nofollow ugc noopener\">http://a.org/a|b#c#d</a>");
}

/* Return ${count} copies of ${part} in a row, for free(). */
static char *
repeat(const char *part, size_t count)
{
	struct buffer text = { 0 };

	while (count-- > 0)
		buffer_text(&text, part);
	return (text.data);
}

static void
very_long_addresses_stay_whole(void **state)
{
	struct buffer address = { 0 };
	char *path = repeat("a(b)/", 40000);

	(void)state;
	buffer_format(&address, "http://a.org/%sz", path);
	assert_link("", address.data, "");
	free(path);
	buffer_free(&address);
}

/* Each of these would take minutes in quadratic time. */
static void
hostile_text_takes_no_longer(void **state)
{
	static const char *const parts[] = { "http://", "http://a.org:1",
		"http://a.org/(", "http://a@", "http://a", ")", "http://[",
		"http://a.org/)", "http://a.b!", "http://a:!", "http://a.org?!",
		"http://a.org\343\202\222/", "http://xn--", "http://a.org/x(y)",
		"http://a.org\343\200\201" };
	struct buffer text = { 0 }, out = { 0 };
	char *repeated;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		repeated = repeat(parts[i], 100000);
		buffer_format(&text, "http://a.org/%s", repeated);
		links_html(&out, repeated);
		links_html(&out, text.data);
		free(repeated);
		buffer_free(&text);
		buffer_free(&out);
	}
}

static void
invalid_utf8_does_no_harm(void **state)
{
	(void)state;
	assert_link("\377", "http://a.org/", "\377b");
	assert_link("", "http://a.org", "\303");
	assert_link("", "http://a.org/b", "\360\237\230");
	assert_no_link("http://\303");
}

static void
assert_post(const char *text, const char *mentions, const char *expected)
{
	struct buffer out = { 0 };

	links_post_html(&out, text, mentions);
	assert_string_equal(out.data, expected);
	buffer_free(&out);
}

#define NORA(text) \
	"<a href=\"/user/Nora\" class=\"u-category h-card\">" text "</a>"
#define TAG(key, text)                                                         \
	"<a href=\"/tag/" key "\" class=\"p-category\" rel=\"tag\">" text "</" \
	"a>"

static void
mentions_link_to_people_under_their_present_nicknames(void **state)
{
	(void)state;
	assert_post("hi @nora!", "nora Nora", "hi " NORA("@Nora") "!");
	assert_post("@NORA", "nora Nora", NORA("@Nora"));
	assert_post("\357\274\240nora", "nora Nora", NORA("\357\274\240Nora"));
	assert_post(
	    "@a @b @c", "a Nora c Nora", NORA("@Nora") " @b " NORA("@Nora"));
	/* Only every second word is a key. */
	assert_post("@b", "a b b Nora", NORA("@Nora"));
}

static void
other_mentions_stay_plain_text(void **state)
{
	(void)state;
	assert_post("@nora", "", "@nora");
	assert_post("@Nora & @n", "no Nora noraa Nora", "@Nora &amp; @n");
	assert_post("@nora @a", "a nora",
	    "@nora "
	    "<a href=\"/user/nora\" class=\"u-category h-card\">@nora</a>");
	assert_post("@nora", "nora", "@nora");
	assert_post("x@nora http://a.org/@nora", "nora Nora",
	    "x@nora <a href=\"http://a.org/@nora\" "
	    "rel=\"nofollow ugc noopener\">http://a.org/@nora</a>");
}

static void
hashtags_link_to_their_pages(void **state)
{
	(void)state;
	assert_post("#Foo.", "", TAG("foo", "#Foo") ".");
	assert_post("#c++\n#\303\204", "",
	    TAG("c%2B%2B", "#c++") "<br>" TAG("%C3%A4", "#\303\204"));
	assert_post("#1 <#a>", "", "#1 &lt;" TAG("a", "#a") "&gt;");
}

static void
other_texts_have_no_links_to_people_and_hashtags(void **state)
{
	(void)state;
	assert_html("@nora & #foo", "@nora &amp; #foo");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_without_addresses_is_only_escaped),
		cmocka_unit_test(line_ends_are_kept),
		cmocka_unit_test(http_and_https_addresses_become_links),
		cmocka_unit_test(several_addresses_become_several_links),
		cmocka_unit_test(an_ampersand_in_an_address_is_escaped),
		cmocka_unit_test(punctuation_at_the_end_stays_outside),
		cmocka_unit_test(brackets_around_an_address_stay_outside),
		cmocka_unit_test(brackets_opened_inside_stay_inside),
		cmocka_unit_test(quotes_end_an_address),
		cmocka_unit_test(markup_cannot_get_out_of_an_address),
		cmocka_unit_test(white_space_of_every_kind_ends_an_address),
		cmocka_unit_test(characters_without_a_width_stay_inside),
		cmocka_unit_test(other_schemes_are_never_links),
		cmocka_unit_test(an_address_needs_a_host),
		cmocka_unit_test(an_address_that_hides_its_host_is_no_link),
		cmocka_unit_test(a_port_is_part_of_an_address),
		cmocka_unit_test(an_address_with_an_invalid_port_is_no_link),
		cmocka_unit_test(dots_around_names_stay_outside),
		cmocka_unit_test(an_address_with_an_unusual_host_is_no_link),
		cmocka_unit_test(
		    a_host_that_ends_in_a_number_is_an_ipv4_address),
		cmocka_unit_test(names_are_decoded_as_idna_says),
		cmocka_unit_test(
		    text_without_spaces_around_an_address_stays_outside),
		cmocka_unit_test(addresses_may_be_in_any_script),
		cmocka_unit_test(characters_invalid_in_a_url_are_encoded),
		cmocka_unit_test(very_long_addresses_stay_whole),
		cmocka_unit_test(hostile_text_takes_no_longer),
		cmocka_unit_test(invalid_utf8_does_no_harm),
		cmocka_unit_test(
		    mentions_link_to_people_under_their_present_nicknames),
		cmocka_unit_test(other_mentions_stay_plain_text),
		cmocka_unit_test(hashtags_link_to_their_pages),
		cmocka_unit_test(
		    other_texts_have_no_links_to_people_and_hashtags),
	};

	return (cmocka_run_group_tests_name("links", tests, NULL, NULL));
}
