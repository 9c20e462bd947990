#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "cache/page_limit.h"

#define TOLD_MAX 7999

/* Each test is a day of its own, so that nothing is left of the one before. */
static uint64_t now;

static int
begin(void **state)
{
	struct buffer out = { 0 };
	char error[FAILURE_MAX];

	(void)state;
	now += 24 * 60 * 60 * 1000;
	page_limit_tell(&out, TOLD_MAX, now);
	buffer_free(&out);
	return (rate_read("pages-visitor=5/10s pages-member=100/60s", error));
}

static int
visit(const char *who)
{
	return (page_limit(RATE_PAGES_VISITOR, who, now));
}

static int
read_as(const char *person)
{
	return (page_limit(RATE_PAGES_MEMBER, person, now));
}

static void
assert_told(const char *text)
{
	struct buffer out = { 0 };

	buffer_text(&out, "");
	page_limit_tell(&out, TOLD_MAX, now);
	assert_string_equal(out.data, text);
	buffer_free(&out);
}

static void
one_may_open_so_many_pages_and_then_waits(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 5; i++)
		assert_int_equal(visit("john"), 0);
	assert_int_equal(visit("john"), 10);
	assert_int_equal(visit("susan"), 0);
	assert_int_equal(read_as("john"), 0);
	now += 9001;
	assert_int_equal(visit("john"), 1);
	now += 999;
	for (i = 0; i < 5; i++)
		assert_int_equal(visit("john"), 0);
	assert_int_equal(visit("john"), 10);
}

static void
without_a_limit_nothing_is_counted(void **state)
{
	char error[FAILURE_MAX];
	int i;

	(void)state;
	assert_int_equal(rate_read("pages-visitor=off", error), 0);
	for (i = 0; i < 1000; i++)
		assert_int_equal(visit("john"), 0);
	assert_told("");
}

static void
what_others_heard_of_is_told_once(void **state)
{
	(void)state;
	(void)visit("john");
	(void)visit("john");
	now += 1000;
	assert_told("pages-visitor/john/2/9 ");
	assert_told("");
	(void)visit("john");
	assert_told("pages-visitor/john/1/9 ");
}

static void
who_opened_less_than_a_tenth_is_not_told_of(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 9; i++)
		(void)read_as("12");
	assert_told("");
	(void)read_as("12");
	assert_told("pages-member/12/10/60 ");
}

static void
what_is_refused_is_not_told(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 100; i++)
		(void)visit("john");
	assert_told("pages-visitor/john/5/10 ");
}

static void
what_was_heard_counts(void **state)
{
	(void)state;
	(void)visit("john");
	page_limit_hear("pages-visitor/john/3/7 pages-visitor/susan/9/3 ", now);
	assert_int_equal(visit("john"), 0);
	assert_int_equal(visit("john"), 10);
	assert_int_equal(visit("susan"), 3);
	assert_told("pages-visitor/john/2/10 ");
	now += 3000;
	assert_int_equal(visit("susan"), 0);
}

static void
nonsense_is_not_heard(void **state)
{
	static const char *const nonsense[] = { "", " ", "/", "///",
		"pages-visitor/john/9", "pages-visitor//9/9",
		"pages-visitor/john/x/9", "posts/john/9/9",
		"pages-nobody/john/9/9 person/12 everything" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++)
		page_limit_hear(nonsense[i], now);
	for (i = 0; i < 5; i++)
		assert_int_equal(visit("john"), 0);
}

static void
what_has_no_room_is_told_the_next_time(void **state)
{
	struct buffer out = { 0 };
	char who[20], *line;
	int i, told = 0, times = 0;

	(void)state;
	for (i = 0; i < 1000; i++) {
		(void)snprintf(
		    who, sizeof(who), "10.0.%d.%d", i / 256, i % 256);
		(void)visit(who);
	}
	do {
		buffer_free(&out);
		buffer_text(&out, "");
		page_limit_tell(&out, TOLD_MAX, now);
		assert_true(out.length <= TOLD_MAX);
		for (line = out.data; (line = strchr(line, ' ')) != NULL;
		     line++)
			told++;
		times++;
	} while (out.length > 0);
	buffer_free(&out);
	assert_in_range(told, 990, 1000);
	assert_in_range(times, 4, 10);
}

static void
a_flood_of_strangers_does_not_free_who_has_to_wait(void **state)
{
	char who[20];
	int i;

	(void)state;
	for (i = 0; i < 5 * 20; i++) {
		(void)snprintf(who, sizeof(who), "waiting %d", i / 5);
		(void)visit(who);
	}
	for (i = 0; i < 10 * PAGE_LIMIT_ENTRIES; i++) {
		(void)snprintf(who, sizeof(who), "%d", i);
		(void)visit(who);
	}
	for (i = 0; i < 20; i++) {
		(void)snprintf(who, sizeof(who), "waiting %d", i);
		assert_int_equal(visit(who), 10);
	}
}

int
main(void)
{
#define COUNTED(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		COUNTED(one_may_open_so_many_pages_and_then_waits),
		COUNTED(without_a_limit_nothing_is_counted),
		COUNTED(what_others_heard_of_is_told_once),
		COUNTED(who_opened_less_than_a_tenth_is_not_told_of),
		COUNTED(what_is_refused_is_not_told),
		COUNTED(what_was_heard_counts),
		COUNTED(nonsense_is_not_heard),
		COUNTED(what_has_no_room_is_told_the_next_time),
		COUNTED(a_flood_of_strangers_does_not_free_who_has_to_wait),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
