/* SPDX-License-Identifier: ISC */
/*
 * What the commands that back up, restore and check a database ask. The .sql
 * file of the same name documents each query.
 */
#ifndef UPKEEP_H
#define UPKEEP_H

#include "model/query.h"

/* migration_list(): Return the query for the files that were applied. */
struct query migration_list(void);

/* table_list(): Return the query for the names of the tables. */
struct query table_list(void);

/* backup_facts(): Return the query for what a backup says about itself. */
struct query backup_facts(void);

/* restore_obstacles(): Return the query for what is in an empty database. */
struct query restore_obstacles(void);

/* try_leftovers(): Return the query for temporary databases. */
struct query try_leftovers(void);

/*
 * check_counts():
 * check_relations():
 * check_clock():
 * check_connections():
 * check_mail():
 * Return a query for what could be wrong.
 */
struct query check_counts(void);

/*
 * check_posts():
 * Return the query for the first post whose counts are wrong. Rows: one with
 * posts (how many there are), post, replies, likes and boosts (what is missing
 * from the counts). No row: all counts are right.
 */
struct query check_posts(void);
struct query check_relations(void);
struct query check_clock(void);
struct query check_connections(void);
struct query check_mail(void);

#endif
