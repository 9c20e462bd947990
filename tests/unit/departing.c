/* SPDX-License-Identifier: ISC */
#include "departing.h"

#include "test.h"
#include "model/departure.h"

void
departing_wait(void)
{
	run_sql("UPDATE absent SET since = since - interval '2 minutes'");
}

int
departing_step(int64_t rows)
{
	struct query query = departure_step();

	query.values[0] = NUMBER(rows);
	return (true_in(ask(query), 0, "more"));
}

void
departing_finish(void)
{
	while (true_in(ask(departure_step()), 0, "more"))
		continue;
}

/* Return the columns of all tables that refer to a person. */
static const PGresult *
references(void)
{
	return (ask((struct query){ .name = "references",
	    .text = "SELECT c.conrelid::regclass, a.attname"
		    "  FROM pg_constraint c"
		    "  JOIN pg_attribute a ON a.attrelid = c.conrelid"
		    "       AND a.attnum = ANY (c.conkey)"
		    " WHERE c.contype = 'f'"
		    "   AND c.confrelid = 'person'::regclass"
		    "   AND c.conrelid <> 'absent'::regclass"
		    " UNION"
		    " SELECT 'list_member'::regclass, 'owner'" }));
}

static int64_t
rows_in(const PGresult *columns, int i, int64_t person)
{
	return (number_of("SELECT count(*) FROM %s WHERE %s = %lld",
	    PQgetvalue(columns, i, 0), PQgetvalue(columns, i, 1),
	    (long long)person));
}

void
departing_assert_everywhere(int64_t person)
{
	const PGresult *columns = references();
	int i;

	assert_true(PQntuples(columns) >= 14);
	for (i = 0; i < PQntuples(columns); i++)
		if (rows_in(columns, i, person) == 0)
			fail_msg("add a row with the member to %s.%s, so that"
				 " this tests whether it is removed",
			    PQgetvalue(columns, i, 0),
			    PQgetvalue(columns, i, 1));
}

void
departing_assert_nowhere(int64_t person)
{
	const PGresult *columns = references();
	int i;

	for (i = 0; i < PQntuples(columns); i++)
		if (rows_in(columns, i, person) > 0)
			fail_msg("the member is still in %s.%s: add that to"
				 " departure_step()",
			    PQgetvalue(columns, i, 0),
			    PQgetvalue(columns, i, 1));
	assert_int_equal(
	    number_of("SELECT count(*) FROM person WHERE id = %lld",
		(long long)person),
	    0);
	assert_int_equal(
	    number_of("SELECT count(*) FROM absent WHERE person = %lld",
		(long long)person),
	    0);
}
