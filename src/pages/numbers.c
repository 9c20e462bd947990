/* SPDX-License-Identifier: ISC */
#include "pages/numbers.h"

#include "metrics/counters.h"
#include "model/health.h"

#define FRESH 5000 /* ms; Prometheus usually asks every 15 s or more */

/* A job, though there is nothing to do in it, says that this page asked. */
struct query
numbers_ask(struct page *page)
{
	struct site_numbers *site = counters_site();

	if (site->asked_at != 0 && kore_time_ms() < site->asked_at + FRESH)
		return ((struct query){ 0 });
	if (page->job == NULL)
		page->job = kore_calloc(1, 1);
	return (health_numbers());
}

static uint64_t
number(const struct page *page, const char *name)
{
	return ((uint64_t)page_column_number(page, name));
}

void
numbers_take(struct page *page)
{
	struct site_numbers *site = counters_site();

	if (page->job == NULL)
		return;
	site->asked_at = kore_time_ms();
	site->up = page->rows != NULL;
	if (page->rows != NULL) {
		site->members = number(page, "members");
		site->posts = number(page, "posts");
		site->sessions = number(page, "sessions");
		site->mail_waiting = number(page, "mail_waiting");
		site->mail_dead = number(page, "mail_dead");
		site->mail_late = number(page, "mail_late");
	}
}
