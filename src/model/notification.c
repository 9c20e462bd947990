/* SPDX-License-Identifier: ISC */
#include "model/notification.h"

#include <string.h>

#include "model/statement.h"

struct query
notification_list(
    int64_t person, int64_t before, const char *kind, int followed)
{
	return ((struct query){ SQL(notification_list),
	    { NUMBER(person), NUMBER(before), TEXT(kind),
		TEXT(followed ? "t" : "f") } });
}

int
notification_kind(const char *name)
{
	static const char *const kinds[] = { "mention", "reply", "like",
		"boost", "follow", "moderation" };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(name, kinds[i]) == 0)
			return (1);
	return (0);
}

struct query
notification_read(int64_t person, const char *ids)
{
	return ((struct query){
	    SQL(notification_read), { NUMBER(person), TEXT(ids) } });
}

struct query
notification_sweep(void)
{
	return ((struct query){ SQL(notification_sweep) });
}

struct query
thread_mute_add(int64_t person, int64_t post)
{
	return ((struct query){
	    SQL(thread_mute_add), { NUMBER(person), NUMBER(post) } });
}

struct query
thread_mute_remove(int64_t person, int64_t post)
{
	return ((struct query){
	    SQL(thread_mute_remove), { NUMBER(person), NUMBER(post) } });
}

struct query
thread_mute_list(int64_t person, int64_t before)
{
	return ((struct query){
	    SQL(thread_mute_list), { NUMBER(person), NUMBER(before) } });
}
