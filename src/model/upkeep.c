/* SPDX-License-Identifier: ISC */
#include "model/statement.h"
#include "model/upkeep.h"

struct query
migration_list(void)
{
	return ((struct query){ SQL(migration_list) });
}

struct query
table_list(void)
{
	return ((struct query){ SQL(table_list) });
}

struct query
backup_facts(void)
{
	return ((struct query){ SQL(backup_facts) });
}

struct query
restore_obstacles(void)
{
	return ((struct query){ SQL(restore_obstacles) });
}

struct query
try_leftovers(void)
{
	return ((struct query){ SQL(try_leftovers) });
}

struct query
check_counts(void)
{
	return ((struct query){ SQL(check_counts) });
}

struct query
check_posts(void)
{
	return ((struct query){ SQL(check_posts) });
}

struct query
check_relations(void)
{
	return ((struct query){ SQL(check_relations) });
}

struct query
check_clock(void)
{
	return ((struct query){ SQL(check_clock) });
}

struct query
check_connections(void)
{
	return ((struct query){ SQL(check_connections) });
}

struct query
check_mail(void)
{
	return ((struct query){ SQL(check_mail) });
}
