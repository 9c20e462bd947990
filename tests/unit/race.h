/*
 * Two questions at the same moment, over two connections. What they do is
 * committed: the program has a database to itself.
 */
#ifndef RACE_H
#define RACE_H

#include "test.h"
#include "database/connection.h"
#include "model/query.h"

struct racer {
	PGconn *connection;
	struct query query;
	PGresult *answer;
};

extern struct racer racers[2];

/* race(first, second): ask both at once, and have both answers until
 * race_over(). */
void race(struct query, struct query);
void race_over(void);

/* had(outcome): how many of the two had this outcome. */
int had(const char *);

/* add_somebody(name): a new member under a name that nobody had; ${name} has
 * room for 20 bytes. */
int64_t add_somebody(char *);

/* For cmocka, before and after all. */
int race_connect(void **);
int race_disconnect(void **);

/* Without the test's transaction: the other connection is to see people. */
#define RACE(name) cmocka_unit_test_teardown(name, test_roll_back)

#endif
