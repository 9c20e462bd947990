/* SPDX-License-Identifier: ISC */
/*
 * How the site does, in words, for its admins: what /metrics says to programs.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "metrics/counters.h"
#include "metrics/request_count.h"
#include "operator/version.h"
#include "page/page.h"
#include "pages/numbers.h"
#include "pages/pages.h"

#define PAGES_SHOWN 20
#define COLUMNS	    4

/* Return "1 post" or "3 posts". */
static const char *
several(struct page *page, uint64_t count, const char *what)
{
	return (page_text(
	    page, "%" PRIu64 " %s%s", count, what, count == 1 ? "" : "s"));
}

/* Return "5 minutes", in the largest unit of which there are two. */
static const char *
duration(struct page *page, uint64_t seconds)
{
	static const struct {
		uint64_t seconds;
		const char *name;
	} units[] = { { 24 * 60 * 60, "day" }, { 60 * 60, "hour" },
		{ 60, "minute" }, { 1, "second" } };
	size_t i = 0;

	while (units[i].seconds > 1 && seconds < 2 * units[i].seconds)
		i++;
	return (several(page, seconds / units[i].seconds, units[i].name));
}

static PGresult *
make_rows(int count, const char *const names[COLUMNS])
{
	PGresAttDesc columns[COLUMNS] = { 0 };
	PGresult *rows = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	char copies[COLUMNS][16];
	int i;

	for (i = 0; i < count; i++) {
		(void)kore_strlcpy(copies[i], names[i], sizeof(copies[i]));
		columns[i].name = copies[i];
	}
	if (rows == NULL || !PQsetResultAttrs(rows, count, columns))
		fatal("admin: out of memory");
	return (rows);
}

static void
set_cell(PGresult *rows, int row, int column, const char *text)
{
	char copy[64];

	(void)kore_strlcpy(copy, text, sizeof(copy));
	if (!PQsetvalue(rows, row, column, copy, (int)strlen(copy)))
		fatal("admin: out of memory");
}

static int
by_time(const void *a, const void *b)
{
	uint64_t first = ((const struct request_count *)a)->microseconds;
	uint64_t second = ((const struct request_count *)b)->microseconds;

	return (first < second ? 1 : first > second ? -1 : 0);
}

/* The rows of the table, most time first. */
static PGresult *
page_times(struct page *page, struct request_count *counts, int count)
{
	static const char *const names[] = { "page", "requests", "average",
		"slow" };
	PGresult *rows = make_rows(COLUMNS, names);
	const struct request_count *one;
	uint64_t total;
	int i;

	qsort(counts, (size_t)count, sizeof(*counts), by_time);
	for (i = 0; i < count && i < PAGES_SHOWN; i++) {
		one = &counts[i];
		total = request_count_total(one);
		set_cell(rows, i, 0, one->name);
		set_cell(rows, i, 1, page_text(page, "%" PRIu64, total));
		set_cell(rows, i, 2,
		    page_text(page, "%.1f ms",
			(double)one->microseconds / (double)total / 1000));
		set_cell(rows, i, 3,
		    page_text(page, "%" PRIu64, request_count_slow(one)));
	}
	return (rows);
}

/* Those limits that rejected something. */
static PGresult *
limits(struct page *page)
{
	static const char *const names[] = { "limit", "times", "", "" };
	PGresult *rows = make_rows(2, names);
	uint64_t times;
	int i, row = 0;

	for (i = 0; i < REFUSALS; i++) {
		times = counter_refusal_sum((enum refused)i);
		if (times == 0)
			continue;
		set_cell(rows, row, 0, counter_refusal_name((enum refused)i));
		set_cell(rows, row++, 1, several(page, times, "time"));
	}
	return (rows);
}

/* Set how many requests there were, and how many of them went wrong. */
static void
set_requests(struct page *page, const struct request_count *counts, int count)
{
	uint64_t total = 0, slow = 0, failed = 0;
	int i, k;

	for (i = 0; i < count; i++) {
		total += request_count_total(&counts[i]);
		slow += request_count_slow(&counts[i]);
		for (k = 0; k < REQUEST_STATUSES; k++)
			if (request_statuses[k] >= 500)
				failed += counts[i].by_status[k];
	}
	page_set(page, "requests", several(page, total, "request"));
	page_set(page, "slow", page_text(page, "%" PRIu64, slow));
	page_set(page, "failed", page_text(page, "%" PRIu64, failed));
}

static void
set_site(struct page *page)
{
	const struct site_numbers *site = counters_site();
	const char *waiting = several(page, site->mail_waiting, "message");

	page_set(page, "up", site->up ? "1" : NULL);
	page_set(page, "members", several(page, site->members, "member"));
	page_set(page, "posts", several(page, site->posts, "post"));
	page_set(page, "sessions", several(page, site->sessions, "browser"));
	page_set(page, "mail",
	    site->mail_waiting == 0 && site->mail_dead == 0
		? "No message waits to be sent"
		: page_text(page,
		      "%s in the outbox, the first due for %s; %" PRIu64
		      " given up",
		      waiting, duration(page, site->mail_late),
		      site->mail_dead));
}

static void
set_basics(struct page *page)
{
	time_t since = (time_t)counters_since();
	char date[sizeof("2026-11-23T00:00:00Z")];
	struct tm utc;

	(void)strftime(
	    date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&since, &utc));
	page_set(page, "version", MICROBLOG_VERSION);
	page_set(page, "started_at", page_text(page, "%s", date));
	page_set(
	    page, "uptime", duration(page, (uint64_t)(time(NULL) - since)));
}

static void
set_machinery(struct page *page)
{
	uint64_t again = counter_sum(COUNTER_STARTS) - counters_workers();
	uint64_t hits = counter_sum(COUNTER_CACHE_HITS);
	uint64_t misses = counter_sum(COUNTER_CACHE_MISSES);

	page_set(page, "clients",
	    several(page, gauge_sum(GAUGE_CONNECTIONS), "client"));
	page_set(page, "workers",
	    page_text(page, "%s, started again %s",
		several(page, counters_workers(), "worker"),
		several(page, again, "time")));
	page_set(page, "database",
	    page_text(page,
		"%" PRIu64 " of %s to the database open, %" PRIu64 " in use",
		gauge_sum(GAUGE_DATABASE_OPEN),
		several(page, gauge_sum(GAUGE_DATABASE_MAX), "connection"),
		gauge_sum(GAUGE_DATABASE_IN_USE)));
	page_set(
	    page, "queue", several(page, gauge_sum(GAUGE_QUEUE), "request"));
	page_set(page, "cache",
	    page_text(page,
		"%s for visitors in the cache (%" PRIu64
		" KB), which has served %" PRIu64 " of %" PRIu64,
		several(page, gauge_sum(GAUGE_CACHE_PAGES), "page"),
		gauge_sum(GAUGE_CACHE_BYTES) / 1024, hits, hits + misses));
}

static enum page_result
show_site(struct page *page)
{
	int count;
	struct request_count *counts = request_count_sum(&count);
	PGresult *times, *reached = limits(page);
	enum page_result result;

	numbers_take(page);
	set_basics(page);
	set_site(page);
	set_machinery(page);
	set_requests(page, counts, count);
	times = page_times(page, counts, count);
	view_rows(&page->view, "page_times", times, PQntuples(times));
	view_rows(&page->view, "limits", reached, PQntuples(reached));
	page_set(page, "rejected", PQntuples(reached) > 0 ? "1" : NULL);
	page_set(page, "title", "How the site does");
	result = page_show(page, 200, "admin");
	PQclear(times);
	PQclear(reached);
	free(counts);
	return (result);
}

int
page_admin(struct http_request *request)
{
	static const struct step get[] = {
		{ .ask = numbers_ask, .respond = show_site, .optional = 1 },
		{ 0 },
	};
	static const struct plan plan = { ADMINS, .get = get };

	return (page_run(request, &plan));
}
