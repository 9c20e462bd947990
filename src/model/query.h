/* SPDX-License-Identifier: ISC */
/*
 * A query: the text of one SQL statement and the values of its parameters. The
 * model makes queries; it neither sends them nor knows a connection.
 *
 * A query that changes pages which visitors see has a column called changed. It
 * holds the topics of these pages (news.h), separated by spaces; NULL if there
 * are none.
 */
#ifndef QUERY_H
#define QUERY_H

#include <stddef.h>
#include <stdint.h>

#define QUERY_VALUES 16

enum value_type { VALUE_END, VALUE_NUMBER, VALUE_TEXT, VALUE_BYTES };

/* One parameter. Text and bytes are borrowed until the query has been sent. */
struct value {
	enum value_type type;
	int64_t number;
	const void *data; /* NULL is SQL's NULL */
	size_t length;	  /* bytes, for VALUE_BYTES */
};

struct query {
	const char *name; /* of the .sql file and the prepared statement */
	const char *text; /* NULL: there is no query to send */
	struct value values[QUERY_VALUES];
};

#define NUMBER(n) ((struct value){ .type = VALUE_NUMBER, .number = (n) })
#define TEXT(s)	  ((struct value){ .type = VALUE_TEXT, .data = (s) })
#define BYTES(p, len) \
	((struct value){ .type = VALUE_BYTES, .data = (p), .length = (len) })

/* The parameters as libpq takes them. */
struct query_parameters {
	int count;
	const char *values[QUERY_VALUES];
	int lengths[QUERY_VALUES];
	int formats[QUERY_VALUES];
	char numbers[QUERY_VALUES][21]; /* room for any 64-bit number */
};

/*
 * query_parameters(query, parameters):
 * Convert the values of ${query} into ${parameters}, which borrows from it.
 */
void query_parameters(const struct query *, struct query_parameters *);

/*
 * query_writes(query):
 * Return 1 if the statement may change something, 0 if it only reads: the first
 * line of its file says "-- writes" or "-- reads". A query that only reads can
 * be repeated safely.
 */
int query_writes(const struct query *);

#endif
