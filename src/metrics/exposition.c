/* SPDX-License-Identifier: ISC */
#include "metrics/exposition.h"

#include <inttypes.h>
#include <stdlib.h>

#include "metrics/counters.h"
#include "metrics/request_count.h"

#define MICRO 1e6 /* in a second */

/* What needs no label. Times are counted in microseconds. */
static const struct metric {
	const char *name;
	const char *help;
	enum counter counter;
	double unit;
} counted[] = {
	{ "worker_starts_total", "Workers that were started, also again.",
	    COUNTER_STARTS, 1 },
	{ "page_cache_hits_total", "Pages that came from the page cache.",
	    COUNTER_CACHE_HITS, 1 },
	{ "page_cache_misses_total",
	    "Pages for visitors that were not in the page cache.",
	    COUNTER_CACHE_MISSES, 1 },
	{ "database_exchange_seconds_total",
	    "Time until the database had responded, with that in the queue.",
	    COUNTER_EXCHANGE_TIME, MICRO },
	{ "access_log_lines_total", "Lines written to the access log.",
	    COUNTER_LOG_LINES, 1 },
	{ "access_log_lost_lines_total",
	    "Lines that were left out of the access log, because it was full.",
	    COUNTER_LOG_LOST, 1 },
};

static const struct {
	const char *name;
	const char *help;
	enum gauge gauge;
} measured[] = {
	{ "client_connections", "Open connections of clients.",
	    GAUGE_CONNECTIONS },
	{ "database_connections_limit",
	    "Connections that the workers may open to the database.",
	    GAUGE_DATABASE_MAX },
	{ "database_connections", "Open connections to the database.",
	    GAUGE_DATABASE_OPEN },
	{ "database_connections_in_use",
	    "Connections to the database on which a request waits.",
	    GAUGE_DATABASE_IN_USE },
	{ "database_queue_requests",
	    "Requests that wait for a connection to the database.",
	    GAUGE_QUEUE },
	{ "page_cache_bytes", "Memory of the pages in the page cache.",
	    GAUGE_CACHE_BYTES },
	{ "page_cache_pages", "Pages in the page cache.", GAUGE_CACHE_PAGES },
};

/* From the database, with the names of what is in struct site_numbers. */
static const struct {
	const char *name;
	const char *help;
	size_t offset;
} asked[] = {
	{ "members",
	    "Members, without those who left; beyond 10000, an estimate.",
	    offsetof(struct site_numbers, members) },
	{ "posts", "Posts; beyond 10000, an estimate.",
	    offsetof(struct site_numbers, posts) },
	{ "sessions", "Browsers that are signed in; beyond 10000, an estimate.",
	    offsetof(struct site_numbers, sessions) },
	{ "mail_waiting_messages",
	    "Messages that wait to be sent; 10001 is that or more.",
	    offsetof(struct site_numbers, mail_waiting) },
	{ "mail_dead_messages",
	    "Messages that were given up; 10001 is that or more.",
	    offsetof(struct site_numbers, mail_dead) },
	{ "mail_late_seconds",
	    "Time since the first message was due that was not tried yet.",
	    offsetof(struct site_numbers, mail_late) },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
begin(struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_format(out, "# HELP microblog_%s %s\n# TYPE microblog_%s %s\n",
	    name, help, name, type);
}

static void
write_requests(
    const struct request_count *counts, int count, struct buffer *out)
{
	int i, k;

	begin(out, "http_requests_total", "counter",
	    "Requests, by page and status; 499: the client left.");
	for (i = 0; i < count; i++)
		for (k = 0; k < REQUEST_STATUSES; k++) {
			if (counts[i].by_status[k] == 0)
				continue;
			buffer_format(out,
			    "microblog_http_requests_total{page=\"%s\","
			    "status=\"",
			    counts[i].name);
			if (request_statuses[k] == 0)
				buffer_text(out, "other");
			else
				buffer_format(out, "%d", request_statuses[k]);
			buffer_format(
			    out, "\"} %" PRIu64 "\n", counts[i].by_status[k]);
		}
	begin(out, "http_response_bytes_total", "counter",
	    "Bytes of the responses, without their heads.");
	for (i = 0; i < count; i++)
		buffer_format(out,
		    "microblog_http_response_bytes_total{page=\"%s\"}"
		    " %" PRIu64 "\n",
		    counts[i].name, counts[i].bytes);
}

static void
write_times(const struct request_count *count, struct buffer *out)
{
	static const char name[] = "microblog_http_request_duration_seconds";
	uint64_t total = 0;
	int i;

	for (i = 0; i < REQUEST_BUCKETS; i++) {
		total += count->by_time[i];
		buffer_format(
		    out, "%s_bucket{page=\"%s\",le=\"", name, count->name);
		if (request_limits[i] == 0)
			buffer_text(out, "+Inf");
		else
			buffer_format(
			    out, "%g", (double)request_limits[i] / MICRO);
		buffer_format(out, "\"} %" PRIu64 "\n", total);
	}
	buffer_format(out, "%s_sum{page=\"%s\"} %.6f\n", name, count->name,
	    (double)count->microseconds / MICRO);
	buffer_format(out, "%s_count{page=\"%s\"} %" PRIu64 "\n", name,
	    count->name, total);
}

static void
write_pages(struct buffer *out)
{
	int i, count;
	struct request_count *counts = request_count_sum(&count);

	write_requests(counts, count, out);
	begin(out, "http_request_duration_seconds", "histogram",
	    "Time from a complete request to its response.");
	for (i = 0; i < count; i++)
		write_times(&counts[i], out);
	free(counts);
}

static void
write_refusals(struct buffer *out)
{
	int i;

	begin(out, "rejections_total", "counter",
	    "Requests and connections that a limit rejected.");
	for (i = 0; i < REFUSALS; i++)
		buffer_format(out,
		    "microblog_rejections_total{limit=\"%s\"} %" PRIu64 "\n",
		    counter_refusal_name((enum refused)i),
		    counter_refusal_sum((enum refused)i));
}

static void
write_exchanges(struct buffer *out)
{
	static const struct {
		const char *result;
		enum counter counter;
	} results[] = {
		{ "done", COUNTER_EXCHANGES_DONE },
		{ "unavailable", COUNTER_EXCHANGES_UNAVAILABLE },
		{ "failed", COUNTER_EXCHANGES_FAILED },
		{ "dropped", COUNTER_EXCHANGES_DROPPED },
	};
	size_t i;

	begin(out, "database_exchanges_total", "counter",
	    "Round trips to the database, each with one query or several.");
	for (i = 0; i < COUNT(results); i++)
		buffer_format(out,
		    "microblog_database_exchanges_total{result=\"%s\"}"
		    " %" PRIu64 "\n",
		    results[i].result, counter_sum(results[i].counter));
}

/* Without the database there are no such numbers, rather than old ones. */
static void
write_site(struct buffer *out)
{
	const struct site_numbers *site = counters_site();
	const char *base = (const char *)site;
	size_t i;

	begin(out, "database_up", "gauge", "1 if the database responded.");
	buffer_format(out, "microblog_database_up %" PRIu64 "\n", site->up);
	for (i = 0; site->up && i < COUNT(asked); i++) {
		begin(out, asked[i].name, "gauge", asked[i].help);
		buffer_format(out, "microblog_%s %" PRIu64 "\n", asked[i].name,
		    *(const _Atomic uint64_t *)(const void *)(base +
							      asked[i].offset));
	}
}

static void
write_basics(const char *version, struct buffer *out)
{
	begin(out, "build_info", "gauge", "1, with the program's version.");
	buffer_format(out, "microblog_build_info{version=\"%s\"} 1\n", version);
	begin(out, "start_time_seconds", "gauge",
	    "When this node was started, in seconds since 1970.");
	buffer_format(
	    out, "microblog_start_time_seconds %.3f\n", counters_since());
	begin(out, "workers", "gauge", "Workers of this node.");
	buffer_format(out, "microblog_workers %u\n", counters_workers());
}

void
exposition_write(const char *version, struct buffer *out)
{
	size_t i;

	write_basics(version, out);
	write_pages(out);
	write_refusals(out);
	write_exchanges(out);
	for (i = 0; i < COUNT(counted); i++) {
		begin(out, counted[i].name, "counter", counted[i].help);
		buffer_format(out, "microblog_%s %.16g\n", counted[i].name,
		    (double)counter_sum(counted[i].counter) / counted[i].unit);
	}
	for (i = 0; i < COUNT(measured); i++) {
		begin(out, measured[i].name, "gauge", measured[i].help);
		buffer_format(out, "microblog_%s %" PRIu64 "\n",
		    measured[i].name, gauge_sum(measured[i].gauge));
	}
	write_site(out);
}
