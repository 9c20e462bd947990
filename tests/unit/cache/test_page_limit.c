/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "cache/page_limit.h"

#define TOLD_MAX 7999

/* Each test starts a day later, when the counts of the last have expired. */
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
visit(const char *client)
{
	return (page_limit(RATE_PAGES_VISITOR, client, now));
}

static int
visit_as_member(const char *person)
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
a_client_waits_when_it_has_used_its_limit(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 5; i++)
		assert_int_equal(visit("john"), 0);
	assert_int_equal(visit("john"), 10);
	assert_int_equal(visit("susan"), 0);
	assert_int_equal(visit_as_member("john"), 0);
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
each_page_is_told_once(void **state)
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
counts_below_a_tenth_of_the_limit_are_not_told(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 9; i++)
		(void)visit_as_member("12");
	assert_told("");
	(void)visit_as_member("12");
	assert_told("pages-member/12/10/60 ");
}

static void
refused_pages_are_not_told(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 100; i++)
		(void)visit("john");
	assert_told("pages-visitor/john/5/10 ");
}

static void
pages_told_by_other_workers_count(void **state)
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
malformed_records_are_ignored(void **state)
{
	static const char *const malformed[] = { "", " ", "/", "///",
		"pages-visitor/john/9", "pages-visitor//9/9",
		"pages-visitor/john/x/9", "posts/john/9/9",
		"pages-nobody/john/9/9 person/12 everything" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++)
		page_limit_hear(malformed[i], now);
	for (i = 0; i < 5; i++)
		assert_int_equal(visit("john"), 0);
}

static void
counts_that_do_not_fit_are_told_next_time(void **state)
{
	struct buffer out = { 0 };
	char client[20], *record;
	int i, told = 0, times = 0;

	(void)state;
	for (i = 0; i < 1000; i++) {
		(void)snprintf(
		    client, sizeof(client), "10.0.%d.%d", i / 256, i % 256);
		(void)visit(client);
	}
	do {
		buffer_free(&out);
		buffer_text(&out, "");
		page_limit_tell(&out, TOLD_MAX, now);
		assert_true(out.length <= TOLD_MAX);
		for (record = out.data; (record = strchr(record, ' ')) != NULL;
		     record++)
			told++;
		times++;
	} while (out.length > 0);
	buffer_free(&out);
	assert_in_range(told, 990, 1000);
	assert_in_range(times, 4, 10);
}

static void
many_new_clients_do_not_push_out_those_at_their_limit(void **state)
{
	char client[20];
	int i;

	(void)state;
	for (i = 0; i < 5 * 20; i++) {
		(void)snprintf(client, sizeof(client), "waiting %d", i / 5);
		(void)visit(client);
	}
	for (i = 0; i < 10 * PAGE_LIMIT_ENTRIES; i++) {
		(void)snprintf(client, sizeof(client), "%d", i);
		(void)visit(client);
	}
	for (i = 0; i < 20; i++) {
		(void)snprintf(client, sizeof(client), "waiting %d", i);
		assert_int_equal(visit(client), 10);
	}
}

int
main(void)
{
#define COUNTED(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		COUNTED(a_client_waits_when_it_has_used_its_limit),
		COUNTED(without_a_limit_nothing_is_counted),
		COUNTED(each_page_is_told_once),
		COUNTED(counts_below_a_tenth_of_the_limit_are_not_told),
		COUNTED(refused_pages_are_not_told),
		COUNTED(pages_told_by_other_workers_count),
		COUNTED(malformed_records_are_ignored),
		COUNTED(counts_that_do_not_fit_are_told_next_time),
		COUNTED(many_new_clients_do_not_push_out_those_at_their_limit),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
