/* SPDX-License-Identifier: ISC */
#include "cache/site_cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/news.h"

static struct site site = {
	.name = "microblog",
	.tagline = "small, fast and yours",
	.post_length = 140,
	.door = DOOR_CLOSED,
	.members_only = 1,
};
static int open, current;
static uint64_t changes;

const struct site *
site_cache(void)
{
	return (&site);
}

int
site_cache_current(void)
{
	return (open && current);
}

void
site_cache_open(void)
{
	open = 1;
	current = 0;
	changes++;
}

void
site_cache_close(void)
{
	open = 0;
}

void
site_cache_forget(const char *topics)
{
	if (strstr(topics, NEWS_EVERYTHING) == NULL)
		return;
	current = 0;
	changes++;
}

uint64_t
site_cache_now(void)
{
	return (changes);
}

static const char *
column(const PGresult *rows, const char *name)
{
	return (PQgetvalue(rows, 0, PQfnumber(rows, name)));
}

static void
copy(char *to, size_t size, const PGresult *rows, const char *name)
{
	(void)snprintf(to, size, "%s", column(rows, name));
}

static void
copy_accent(const PGresult *rows)
{
	struct colour accent;

	copy(site.accent, sizeof(site.accent), rows, "accent");
	site.accent_sheet[0] = '\0';
	if (colour_read(&accent, site.accent) == 0)
		accent_address(accent, site.accent_sheet);
}

void
site_cache_save(const PGresult *rows, uint64_t now)
{
	copy(site.name, sizeof(site.name), rows, "name");
	copy(site.tagline, sizeof(site.tagline), rows, "tagline");
	copy_accent(rows);
	copy(site.icon_name, sizeof(site.icon_name), rows, "icon_name");
	copy(
	    site.announcement, sizeof(site.announcement), rows, "announcement");
	site.announced_until = atoll(column(rows, "announced_until"));
	site.post_length = atoi(column(rows, "post_length"));
	site.door = door_read(column(rows, "door"));
	site.members_only = *column(rows, "members_only") == 't';
	site.address_days = atoi(column(rows, "address_days"));
	site.visitors_search = *column(rows, "visitors_search") == 't';
	copy(site.search_language, sizeof(site.search_language), rows,
	    "search_language");
	site.notification_days = atoi(column(rows, "notification_days"));
	site.version = atoll(column(rows, "version"));
	if (now == changes)
		current = 1;
}
