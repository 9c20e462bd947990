/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <sys/wait.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "metrics/counters.h"
#include "metrics/exposition.h"
#include "metrics/request_count.h"

/* Each test begins with memory of its own. */
static int
start(void **state)
{
	(void)state;
	return (counters_start());
}

static const struct request_count *
find(const struct request_count *counts, int count, const char *name)
{
	int i;

	for (i = 0; i < count; i++)
		if (strcmp(counts[i].name, name) == 0)
			return (&counts[i]);
	return (NULL);
}

static uint64_t
requests(const char *name)
{
	int count;
	struct request_count *counts = request_count_sum(&count);
	const struct request_count *one = find(counts, count, name);
	uint64_t total = one == NULL ? 0 : request_count_total(one);

	free(counts);
	return (total);
}

static void
workers_add_up(void **state)
{
	(void)state;
	counters_worker(1);
	counter_add(COUNTER_CACHE_HITS, 2);
	counter_refusal(REFUSED_POSTS);
	gauge_set(GAUGE_QUEUE, 5);
	counters_worker(3);
	counter_add(COUNTER_CACHE_HITS, 40);
	gauge_set(GAUGE_QUEUE, 1);
	assert_int_equal(counter_sum(COUNTER_CACHE_HITS), 42);
	assert_int_equal(counter_refusal_sum(REFUSED_POSTS), 1);
	assert_int_equal(counter_refusal_sum(REFUSED_FOLLOWS), 0);
	assert_int_equal(gauge_sum(GAUGE_QUEUE), 6);
	assert_int_equal(counters_workers(), 3);
}

static void
a_worker_that_starts_again_goes_on_with_its_counters_only(void **state)
{
	(void)state;
	counters_worker(1);
	counter_add(COUNTER_CACHE_HITS, 7);
	gauge_set(GAUGE_QUEUE, 5);
	request_count_add("home", 200, 10, 0);
	counters_worker(1);
	assert_int_equal(gauge_sum(GAUGE_QUEUE), 0);
	request_count_add("home", 200, 10, 0);
	assert_int_equal(counter_sum(COUNTER_CACHE_HITS), 7);
	assert_int_equal(counter_sum(COUNTER_STARTS), 2);
	assert_int_equal(counters_workers(), 1);
	assert_int_equal(requests("home"), 2);
}

static void
requests_are_sorted_by_page_status_and_time(void **state)
{
	int count;
	struct request_count *counts;
	const struct request_count *home;

	(void)state;
	counters_worker(2);
	request_count_add("sign_in", 200, 1, 1);
	counters_worker(1);
	request_count_add("home", 200, 1000, 10);
	request_count_add("home", 200, 1001, 10);
	request_count_add("home", 418, REQUEST_SLOW, 0);
	counters_worker(2);
	request_count_add("home", 503, REQUEST_SLOW + 1, 0);
	request_count_add("home", 503, 1000000000, 0);

	counts = request_count_sum(&count);
	assert_int_equal(count, 2);
	home = find(counts, count, "home");
	assert_int_equal(home->by_status[0], 2);
	assert_int_equal(home->by_status[REQUEST_STATUSES - 1], 1);
	assert_int_equal(home->by_time[0], 1);
	assert_int_equal(home->by_time[1], 1);
	assert_int_equal(home->by_time[REQUEST_BUCKETS - 1], 1);
	assert_int_equal(home->bytes, 20);
	assert_int_equal(
	    home->microseconds, 2001 + 2 * REQUEST_SLOW + 1 + 1000000000);
	assert_int_equal(request_count_total(home), 5);
	assert_int_equal(request_count_slow(home), 2);
	free(counts);
}

static void
pages_beyond_the_last_are_counted_together(void **state)
{
	static char names[REQUEST_PAGES + 40][8];
	int count, i;
	struct request_count *counts;

	(void)state;
	counters_worker(1);
	for (i = 0; i < REQUEST_PAGES + 40; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "p%d", i);
		request_count_add(names[i], 200, 1, 1);
	}
	counters_worker(2);
	request_count_add("only_here", 200, 1, 1);
	counts = request_count_sum(&count);
	assert_int_equal(count, REQUEST_PAGES);
	assert_int_equal(request_count_total(find(counts, count, "other")), 42);
	free(counts);
}

/* Whatever a killed worker was doing, what it had counted is there. */
static void
a_killed_worker_leaves_its_counts(void **state)
{
	struct buffer out = { 0 };
	uint64_t before = 0, now;
	pid_t child;
	int round;

	(void)state;
	for (round = 0; round < 20; round++) {
		child = fork();
		if (child == 0) {
			counters_worker(1);
			for (;;)
				request_count_add("home", 200, 1, 1);
		}
		do
			now = requests("home");
		while (now < before + 1000);
		assert_int_equal(kill(child, SIGKILL), 0);
		assert_int_equal(waitpid(child, NULL, 0), child);
		before = requests("home");
		assert_true(before >= now);
		assert_int_equal(requests("home"), before);
	}
	exposition_write("1.0", &out);
	assert_non_null(strstr(out.data, "page=\"home\",status=\"200\"} "));
	buffer_free(&out);
}

static void
what_is_no_worker_counts_nowhere(void **state)
{
	pid_t child;
	int status;

	(void)state;
	child = fork();
	if (child == 0) {
		counter_add(COUNTER_CACHE_HITS, 1);
		request_count_add("home", 200, 1, 1);
		_exit(counters_workers() == 0 && requests("home") == 0 ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_is_no_worker_counts_nowhere, start),
		cmocka_unit_test_setup(workers_add_up, start),
		cmocka_unit_test_setup(
		    a_worker_that_starts_again_goes_on_with_its_counters_only,
		    start),
		cmocka_unit_test_setup(
		    requests_are_sorted_by_page_status_and_time, start),
		cmocka_unit_test_setup(
		    pages_beyond_the_last_are_counted_together, start),
		cmocka_unit_test_setup(
		    a_killed_worker_leaves_its_counts, start),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
