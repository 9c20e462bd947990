/* SPDX-License-Identifier: ISC */
#include "cache/site_cache.h"

#include "model/news.h"
#include "test.h"

static void
save(uint64_t now)
{
	site_cache_save(ask(site_find()), now);
}

static void
nothing_is_current_before_it_was_seen(void **state)
{
	(void)state;
	site_cache_open();
	assert_false(site_cache_current());
	save(site_cache_now());
	assert_true(site_cache_current());
}

static void
until_they_are_known_nobody_may_come_in(void **state)
{
	(void)state;
	assert_int_equal(site_cache()->door, DOOR_CLOSED);
	assert_true(site_cache()->members_only);
}

static void
the_settings_are_those_of_the_row(void **state)
{
	(void)state;
	run_sql("UPDATE site SET name = 'Ines''s', post_length = 500,"
		" door = 'invite', members_only = true, version = 7,"
		" accent = '#0b6a71', icon = 'x',"
		" icon_name = '0123456789abcdef', announcement = 'Hello',"
		" announced_until = '1970-01-02 00:00+00'");
	save(site_cache_now());
	assert_string_equal(site_cache()->name, "Ines's");
	assert_int_equal(site_cache()->post_length, 500);
	assert_int_equal(site_cache()->door, DOOR_INVITE);
	assert_true(site_cache()->members_only);
	assert_int_equal(site_cache()->version, 7);
	assert_string_equal(site_cache()->icon_name, "0123456789abcdef");
	assert_string_equal(site_cache()->announcement, "Hello");
	assert_int_equal(site_cache()->announced_until, 24 * 60 * 60);
	assert_non_null(strstr(site_cache()->accent_sheet, "/0b6a71.css"));
	run_sql("UPDATE site SET accent = '', announced_until = NULL");
	save(site_cache_now());
	assert_string_equal(site_cache()->accent_sheet, "");
	assert_int_equal(site_cache()->announced_until, 0);
}

static void
news_of_everything_and_no_other_makes_them_old(void **state)
{
	(void)state;
	site_cache_open();
	save(site_cache_now());
	site_cache_forget("person/12 posts");
	assert_true(site_cache_current());
	site_cache_forget("posts " NEWS_EVERYTHING);
	assert_false(site_cache_current());
}

static void
a_row_that_news_overtook_is_not_current(void **state)
{
	uint64_t before;

	(void)state;
	site_cache_open();
	before = site_cache_now();
	site_cache_forget(NEWS_EVERYTHING);
	save(before);
	assert_false(site_cache_current());
}

static void
without_news_nothing_is_current(void **state)
{
	(void)state;
	site_cache_open();
	save(site_cache_now());
	site_cache_close();
	assert_false(site_cache_current());
	save(site_cache_now());
	assert_false(site_cache_current());
	site_cache_open();
	assert_false(site_cache_current());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(until_they_are_known_nobody_may_come_in),
		TEST(nothing_is_current_before_it_was_seen),
		TEST(the_settings_are_those_of_the_row),
		TEST(news_of_everything_and_no_other_makes_them_old),
		TEST(a_row_that_news_overtook_is_not_current),
		TEST(without_news_nothing_is_current),
	};

	return (RUN_TESTS(tests));
}
