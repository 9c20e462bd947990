/* SPDX-License-Identifier: ISC */
#include "model/site.h"

#include <string.h>

#include "model/statement.h"

static const char *const doors[] = { "open", "invite", "approve", "closed" };

struct query
site_find(void)
{
	return ((struct query){ SQL(site_find) });
}

struct query
site_door(const char *door, const char *members_only)
{
	return ((struct query){
	    SQL(site_door), { TEXT(door), TEXT(members_only) } });
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
