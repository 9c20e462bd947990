/* SPDX-License-Identifier: ISC */
/*
 * Two queries at the same moment, over two connections. Their changes are
 * committed, since the test program has its own database.
 */
#ifndef RACE_H
#define RACE_H

#include "test.h"
#include "database/connection.h"
#include "model/query.h"

struct racer {
	PGconn *connection;
	struct query query;
	PGresult *rows;
};

extern struct racer racers[2];

/*
 * race(first, second):
 * Send both queries at once. Their rows are in ${racers} until race_over().
 */
void race(struct query, struct query);
void race_over(void);

/* had(outcome): return how many of the two had this outcome. */
int had(const char *);

/* race_rows(): return how many rows both have together. */
int race_rows(void);

/*
 * add_somebody(name):
 * Add a member with a new nickname, write it to ${name}, which has room for 20
 * bytes, and return the id.
 */
int64_t add_somebody(char *);

/* For cmocka: before and after all tests. */
int race_connect(void **);
int race_disconnect(void **);

/* Without a transaction, so that the racers see what the test has added. */
#define RACE(name) cmocka_unit_test_teardown(name, test_roll_back)

#endif
