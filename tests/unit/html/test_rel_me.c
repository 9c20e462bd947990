/* SPDX-License-Identifier: ISC */
/* Whether somebody's page links back to their profile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "html/rel_me.h"

#define BASE "https://john.example/about/"

static const struct rel_me wanted = { "https://example.org", "john johnny" };

static int
finds(const char *html)
{
	return (rel_me_finds(html, strlen(html), BASE, &wanted));
}

static int
leads(const char *href)
{
	return (rel_me_leads(href, BASE, &wanted));
}

static void
a_link_with_rel_me_is_found(void **state)
{
	static const char *const pages[] = {
		"<a rel=me href=https://example.org/user/john>me</a>",
		"<p>Hi<A REL='nofollow ME noopener'\n"
		" HREF='https://example.org/user/john'>",
		"<head><link href=\"https://example.org/user/john\""
		" rel=\"me\"/></head>",
		"<a class='x' rel = \"\tme\" href= 'https://example.org/user/"
		"john ' >",
		"<a rel=me href=https:&#x2F;&#47;example.org/user/john>",
		"<a/rel='me'/href='https://example.org/user/john'>",
		"<a rel=me rel=other href='https://example.org/user/john'>",
		"a < b <a rel=me href='https://example.org/user/john'>",
		"<!-- > --><a rel=me href='//example.org/user/john'>",
		"<!--><a rel=me href='//example.org/user/john'>",
		"<!---><a rel=me href='//example.org/user/john'>",
		"<!-- --!><a rel=me href='//example.org/user/john'>",
		"<script>'<!--'</script><a rel=me href='//example.org/user/"
		"john'>",
		"<title>a</titles></TITLE ><a rel=me href='//example.org/user/"
		"john'>",
		"<template></template><a rel=me href='//example.org/user/"
		"john'>",
		"<a title='>' rel=me href='//example.org/user/john'>",
		"<a rel=me href='/'><a rel=me href='//example.org/user/john'>",
		"</><a rel=me href='//example.org/user/john'>",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (!finds(pages[i]))
			fail_msg("nothing in %s", pages[i]);
}

static void
nothing_else_is(void **state)
{
	static const char *const pages[] = {
		"",
		"<",
		"<a",
		"<a rel=me href=https://example.org/user/john",
		"https://example.org/user/john",
		"<a href=https://example.org/user/john>",
		"<a rel=meh href=https://example.org/user/john>",
		"<a rel=m&#101 href=https://example.org/user/john data-rel=x",
		"<a rel=nofollow,me href=https://example.org/user/john>",
		"<a rel=other rel=me href='https://example.org/user/john'>",
		"<a rel=me href='/' href='https://example.org/user/john'>",
		"<a data-rel=me href='https://example.org/user/john'>",
		"<a rel=me data-href='https://example.org/user/john'>",
		"<a rel=me>https://example.org/user/john</a>",
		"<a rel href='https://example.org/user/john'>",
		"<area rel=me href='https://example.org/user/john'>",
		"</a rel=me href='https://example.org/user/john'>",
		"<!-- <a rel=me href='https://example.org/user/john'> -->",
		"<!-- <a rel=me href='https://example.org/user/john'>",
		"<!x <a rel=me href='https://example.org/user/john'>",
		"<p title=\"<a rel=me href='https://example.org/user/john'>\">",
		"<script>'<a rel=me href=\"//example.org/user/john\">'"
		"</script>",
		"<textarea><a rel=me href='//example.org/user/john'></text>",
		"<style></styles><a rel=me href='//example.org/user/john'>",
		"<plaintext></plaintext><a rel=me href='//example.org/user/"
		"john'>",
		"<template><a rel=me href='//example.org/user/john'>"
		"</template>",
		"<template><template></template>"
		"<a rel=me href='//example.org/user/john'></template>",
		"<a rel=me href='https://example.org/user/john&#0;'>",
		"<a rel=me href='https://example.org/user/john&#233;'>",
		"<a rel=me href='https://example.org/user/john&#x100000026'>",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (finds(pages[i]))
			fail_msg("found in %s", pages[i]);
}

static void
addresses_are_compared_as_browsers_read_them(void **state)
{
	(void)state;
	assert_true(leads("https://example.org/user/john"));
	assert_true(leads("HTTPS://EXAMPLE.org:443/user/JOHN/"));
	assert_true(leads("https://example.org/user/johnny?"));
	assert_true(leads("https://example.org/user/john#"));
	assert_true(leads("https://example.org/%75ser/j%6Fhn"));
	assert_true(leads("https://example.org/explore/../user/john"));
	assert_true(leads("//example.org/user/john"));

	assert_false(leads(""));
	assert_false(leads("/user/john"));
	assert_false(leads("http://example.org/user/john"));
	assert_false(leads("https://example.org:444/user/john"));
	assert_false(leads("https://example.com/user/john"));
	assert_false(leads("https://example.org.evil.example/user/john"));
	assert_false(leads("https://example.org@evil.example/user/john"));
	assert_false(leads("https://john@example.org/user/john"));
	assert_false(leads("https://example.org/user/"));
	assert_false(leads("https://example.org/user//"));
	assert_false(leads("https://example.org/user/joh"));
	assert_false(leads("https://example.org/user/johns"));
	assert_false(leads("https://example.org/user/john johnny"));
	assert_false(leads("https://example.org/user/john/followers"));
	assert_false(leads("https://example.org/user/john?on=2026"));
	assert_false(leads("https://example.org/user/john#posts"));
	assert_false(leads("https://example.org/user/john%00"));
	assert_false(leads("javascript://example.org/user/john"));
}

static void
a_port_of_the_site_counts(void **state)
{
	const struct rel_me other = { "https://localhost:8443", "john" };

	(void)state;
	assert_true(
	    rel_me_leads("https://localhost:8443/user/john", BASE, &other));
	assert_false(rel_me_leads("https://localhost/user/john", BASE, &other));
}

/* Memory of this size, so that the sanitizer sees each byte too far. */
static void
a_page_that_ends_anywhere_does_no_harm(void **state)
{
	static const char page[] =
	    "<!-- x --!><!x><script>a</script ><a rel='me' href = \"&#x2f;&amp;"
	    "&#47\" x></b></a><link/rel=me href=//a><title></titl";
	size_t length;
	char *copy;

	(void)state;
	for (length = 0; length < sizeof(page); length++) {
		copy = malloc(length);
		memcpy(copy, page, length);
		assert_false(rel_me_finds(copy, length, BASE, &wanted));
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_with_rel_me_is_found),
		cmocka_unit_test(nothing_else_is),
		cmocka_unit_test(addresses_are_compared_as_browsers_read_them),
		cmocka_unit_test(a_port_of_the_site_counts),
		cmocka_unit_test(a_page_that_ends_anywhere_does_no_harm),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
