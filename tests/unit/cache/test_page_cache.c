/* SPDX-License-Identifier: ISC */
#include "cache/page_cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

static const struct cached_page hello = { "\"tag\"", "text/html", "hello", 5 };

static int
open_empty(void **state)
{
	(void)state;
	page_cache_open();
	return (0);
}

static int
has(const char *address)
{
	return (page_cache_find(address, 0) != NULL);
}

static void
keep(const char *address, const char *topic)
{
	page_cache_keep(address, topic, &hello, page_cache_now(), 0);
}

static void
a_page_is_found_as_it_was_stored(void **state)
{
	char body[] = "hello";
	struct cached_page page = { "\"tag\"", "text/html", body, 5 };
	const struct cached_page *found;

	(void)state;
	page_cache_keep("/", "posts", &page, page_cache_now(), 0);
	body[0] = 'j';
	found = page_cache_find("/", 0);
	assert_non_null(found);
	assert_string_equal(found->tag, "\"tag\"");
	assert_string_equal(found->type, "text/html");
	assert_int_equal(found->length, 5);
	assert_memory_equal(found->body, "hello", 5);
	assert_false(has("/explore"));
}

static void
a_page_stored_again_replaces_the_first(void **state)
{
	struct cached_page page = { "\"other\"", "text/html", "bye", 3 };
	size_t size;

	(void)state;
	keep("/", "posts");
	size = page_cache_size();
	page_cache_keep("/", "posts", &page, page_cache_now(), 0);
	assert_string_equal(page_cache_find("/", 0)->tag, "\"other\"");
	assert_int_equal(page_cache_size(), size - 2);
}

static void
news_of_either_of_its_topics_drops_a_page(void **state)
{
	(void)state;
	keep("/user/john", "person/1 posts");
	page_cache_forget("person/2");
	assert_true(has("/user/john"));
	page_cache_forget("person/1");
	assert_false(has("/user/john"));
	keep("/user/john", "person/1 posts");
	page_cache_forget("posts");
	assert_false(has("/user/john"));
}

static void
news_drops_the_pages_of_its_topics_and_no_others(void **state)
{
	(void)state;
	keep("/user/john", "person/1");
	keep("/user/susan", "person/2");
	keep("/user/mary", "person/3");
	keep("/", "posts");
	page_cache_forget("person/1 posts");
	assert_false(has("/user/john"));
	assert_false(has("/"));
	assert_true(has("/user/susan"));
	page_cache_forget("  person/2 ");
	assert_false(has("/user/susan"));
	page_cache_forget("");
	page_cache_forget("every");
	assert_true(has("/user/mary"));
	page_cache_forget("everything");
	assert_false(has("/user/mary"));
}

static void
a_page_queried_before_the_news_is_not_stored(void **state)
{
	uint64_t now = page_cache_now();

	(void)state;
	page_cache_forget("person/1");
	page_cache_keep("/user/john", "person/1", &hello, now, 0);
	assert_false(has("/user/john"));
	page_cache_keep("/user/susan", "person/2", &hello, now, 0);
	assert_true(has("/user/susan"));
	keep("/user/john", "person/1");
	assert_true(has("/user/john"));
}

static void
a_page_queried_before_the_cache_was_opened_is_not_stored(void **state)
{
	uint64_t now = page_cache_now();

	(void)state;
	page_cache_open();
	page_cache_keep("/", "posts", &hello, now, 0);
	assert_false(has("/"));
}

static void
a_closed_cache_finds_nothing_and_stores_nothing(void **state)
{
	(void)state;
	keep("/", "posts");
	page_cache_close();
	assert_false(has("/"));
	assert_int_equal(page_cache_size(), 0);
	keep("/", "posts");
	assert_false(has("/"));
}

static void
an_old_page_is_dropped(void **state)
{
	(void)state;
	page_cache_keep("/", "posts", &hello, page_cache_now(), 1000);
	assert_non_null(page_cache_find("/", 1000 + PAGE_CACHE_AGE));
	assert_null(page_cache_find("/", 1001 + PAGE_CACHE_AGE));
	assert_int_equal(page_cache_size(), 0);
}

static void
a_full_cache_drops_the_least_recently_used_page(void **state)
{
	struct cached_page page = { "\"tag\"", "text/html", NULL,
		PAGE_CACHE_BYTES / 10 };
	char *body = calloc(1, page.length), address[20];
	int i;

	(void)state;
	assert_non_null(body);
	page.body = body;
	for (i = 0; i < 9; i++) {
		(void)snprintf(address, sizeof(address), "/%d", i);
		page_cache_keep(address, "posts", &page, page_cache_now(), 0);
	}
	assert_true(has("/0"));
	page_cache_keep("/9", "posts", &page, page_cache_now(), 0);
	assert_true(has("/0"));
	assert_false(has("/1"));
	assert_true(has("/9"));
	assert_true(page_cache_size() <= PAGE_CACHE_BYTES);
	free(body);
}

static void
a_page_larger_than_the_cache_is_not_stored(void **state)
{
	struct cached_page page = { "\"tag\"", "text/html", NULL,
		PAGE_CACHE_BYTES };
	char *body = calloc(1, page.length);

	(void)state;
	assert_non_null(body);
	page.body = body;
	keep("/", "posts");
	page_cache_keep("/large", "posts", &page, page_cache_now(), 0);
	assert_false(has("/large"));
	assert_true(has("/"));
	free(body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    a_page_is_found_as_it_was_stored, open_empty),
		cmocka_unit_test_setup(
		    a_page_stored_again_replaces_the_first, open_empty),
		cmocka_unit_test_setup(
		    news_drops_the_pages_of_its_topics_and_no_others,
		    open_empty),
		cmocka_unit_test_setup(
		    news_of_either_of_its_topics_drops_a_page, open_empty),
		cmocka_unit_test_setup(
		    a_page_queried_before_the_news_is_not_stored, open_empty),
		cmocka_unit_test_setup(
		    a_page_queried_before_the_cache_was_opened_is_not_stored,
		    open_empty),
		cmocka_unit_test_setup(
		    a_closed_cache_finds_nothing_and_stores_nothing,
		    open_empty),
		cmocka_unit_test_setup(an_old_page_is_dropped, open_empty),
		cmocka_unit_test_setup(
		    a_full_cache_drops_the_least_recently_used_page,
		    open_empty),
		cmocka_unit_test_setup(
		    a_page_larger_than_the_cache_is_not_stored, open_empty),
	};
	int failures = cmocka_run_group_tests(tests, NULL, NULL);

	page_cache_close();
	return (failures);
}
