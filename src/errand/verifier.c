/* SPDX-License-Identifier: ISC */
#include "errand/verifier.h"

#include <stdint.h>
#include <stdlib.h>

#include "database/connection.h"
#include "errand/errand.h"
#include "errand/page_reader.h"
#include "html/rel_me.h"
#include "http/site_url.h"
#include "model/news.h"
#include "model/profile_link.h"

static int is_broken; /* the database refuses something, and that was logged */

/* Return the only row; NULL if the query failed. */
static PGresult *
ask(PGconn *connection, struct query query)
{
	PGresult *row = connection_ask(connection, &query);

	if (PQresultStatus(row) == PGRES_TUPLES_OK && PQntuples(row) == 1) {
		is_broken = 0;
		return (row);
	}
	if (!is_broken++)
		errand_complain(connection, query.name);
	PQclear(row);
	return (NULL);
}

/* What a page is found to be: the words of sql/profile_link_found.sql. */
static const char *
look(const char *address, const char *names)
{
	struct rel_me wanted = { site_url(), names };
	struct buffer page = { 0 }, base = { 0 };
	const char *found = "unlinked";
	int read = page_reader_read(address, errand_is_over, &page, &base);

	if (read == -1)
		found = "unread";
	else if (read == 1 && page.length > 0 &&
		 rel_me_finds(page.data, page.length, base.data, &wanted))
		found = "linked";
	buffer_free(&page);
	buffer_free(&base);
	return (found);
}

/* Note what was found, and let caches forget the profile if it changed. */
static void
note(PGconn *connection, int64_t person, const char *address, const char *found)
{
	PGresult *row =
	    ask(connection, profile_link_found(person, address, found));

	if (row != NULL && !PQgetisnull(row, 0, 0))
		PQclear(ask(connection, news_tell(PQgetvalue(row, 0, 0))));
	PQclear(row);
}

/* Look at one page. */
static int
work(PGconn *connection, int *wait)
{
	PGresult *row = ask(connection, profile_link_take());
	double due;
	int more = 0;

	if (row == NULL)
		return (0);
	if (!PQgetisnull(row, 0, 0)) {
		note(connection, strtoll(PQgetvalue(row, 0, 0), NULL, 10),
		    PQgetvalue(row, 0, 1),
		    look(PQgetvalue(row, 0, 1), PQgetvalue(row, 0, 2)));
		more = 1;
	} else if (!PQgetisnull(row, 0, 3)) {
		due = strtod(PQgetvalue(row, 0, 3), NULL) * 1000;
		if (due < *wait)
			*wait = due > 0 ? (int)due + 1 : 1;
	}
	PQclear(row);
	return (more);
}

void
verifier_run(const char *string)
{
	static const struct errand verifier = { "verifier", profile_link_listen,
		work };

	errand_run(&verifier, string);
}
