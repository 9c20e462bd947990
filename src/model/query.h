/*
 * A question to the database: the text of one SQL statement and its values.
 * The model words questions; who asks them, and over what, is not its business.
 *
 * A question that changes pages which visitors see says which in one column of
 * its answer, changed: topics (news.h), with one space between them. NULL:
 * none.
 */
#ifndef QUERY_H
#define QUERY_H

#include <libpq-fe.h>
#include <stddef.h>
#include <stdint.h>

#define QUERY_VALUES 8

struct http_request; /* assets.h, which kodev makes, speaks of it */

enum value_type { VALUE_END, VALUE_NUMBER, VALUE_TEXT, VALUE_BYTES };

/* One parameter. Text and bytes are borrowed: they must outlive the asking. */
struct value {
	enum value_type type;
	int64_t number;
	const void *data; /* NULL is SQL's NULL */
	size_t length;	  /* bytes, for VALUE_BYTES */
};

struct query {
	const char *name; /* the .sql file's, and the prepared statement's */
	const char *text; /* NULL: there is nothing to ask */
	struct value values[QUERY_VALUES];
};

/* SQL(follow_add): the statement of sql/follow_add.sql, compiled in. */
#define SQL(file) .name = #file, .text = (const char *)asset_##file##_sql

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
	char numbers[QUERY_VALUES][21];
};

/*
 * query_parameters(query, parameters):
 * Lay the values of ${query} out in ${parameters}, which borrows from it.
 */
void query_parameters(const struct query *, struct query_parameters *);

/*
 * query_writes(query):
 * 1 if the statement changes something, 0 if it only reads: the first line of
 * its file says "-- writes" or "-- reads". What reads may be asked twice.
 */
int query_writes(const struct query *);

#endif
