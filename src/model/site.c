/* SPDX-License-Identifier: ISC */
#include "model/site.h"

#include <stdio.h>
#include <string.h>

#include "base/asset.h"
#include "model/statement.h"

static const char *const doors[] = { "open", "invite", "approve", "closed" };

struct query
site_find(void)
{
	return ((struct query){ SQL(site_find) });
}

struct query
site_show(void)
{
	return ((struct query){ SQL(site_show) });
}

struct query
site_edit(const char *const values[SITE_SETTINGS], int64_t admin)
{
	return ((struct query){ SQL(site_edit),
	    { TEXT(values[SITE_NAME]), TEXT(values[SITE_TAGLINE]),
		TEXT(values[SITE_ACCENT]), TEXT(values[SITE_ANNOUNCEMENT]),
		TEXT(values[SITE_ANNOUNCED_UNTIL]),
		TEXT(values[SITE_POST_LENGTH]), TEXT(values[SITE_ADDRESS_DAYS]),
		TEXT(values[SITE_DOOR]), TEXT(values[SITE_MEMBERS_ONLY]),
		NUMBER(admin) } });
}

struct query
site_icon_find(void)
{
	return ((struct query){ SQL(site_icon_find) });
}

struct query
site_icon_set(const void *data, size_t length, const char *name, int64_t admin)
{
	return ((struct query){ SQL(site_icon_set),
	    { BYTES(data, length), TEXT(name), NUMBER(admin) } });
}

struct query
site_text_find(const char *name, const char *first)
{
	return (
	    (struct query){ SQL(site_text_find), { TEXT(name), TEXT(first) } });
}

struct query
site_text_show(const char *name, const char *first)
{
	return (
	    (struct query){ SQL(site_text_show), { TEXT(name), TEXT(first) } });
}

struct query
site_text_set(
    const char *name, const char *first, const char *body, int64_t admin)
{
	return ((struct query){ SQL(site_text_set),
	    { TEXT(name), TEXT(body), TEXT(first), NUMBER(admin) } });
}

const char *
site_text_first(const char *name)
{
	static const char *const names[] = { "about", "rules", "privacy",
		"contact" };
	char file[sizeof("site_privacy.txt")];
	struct asset asset;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		(void)snprintf(file, sizeof(file), "site_%s.txt", name);
		return (asset_find(file, &asset) == -1 ? NULL : asset.data);
	}
	return (NULL);
}

int
site_announces(const struct site *site, time_t now)
{
	return (site->announcement[0] != '\0' && now < site->announced_until);
}

void
site_until(const struct site *site, char date[SITE_TIME_SIZE],
    char clock[SITE_TIME_SIZE])
{
	struct tm until;

	(void)gmtime_r(&site->announced_until, &until);
	(void)strftime(date, SITE_TIME_SIZE, "%Y-%m-%d", &until);
	(void)strftime(clock, SITE_TIME_SIZE, "%H:%M", &until);
}

struct query
door_find(void)
{
	return ((struct query){ SQL(door_find) });
}

const char *
door_name(enum door door)
{
	return (doors[door]);
}

enum door
door_read(const char *name)
{
	enum door door = DOOR_OPEN;

	while (door < DOOR_CLOSED && strcmp(doors[door], name) != 0)
		door++;
	return (door);
}
