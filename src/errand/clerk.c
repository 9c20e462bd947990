/* SPDX-License-Identifier: ISC */
#include "errand/clerk.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "database/connection.h"
#include "errand/errand.h"
#include "errand/importer.h"
#include "model/departure.h"
#include "model/import.h"
#include "model/news.h"
#include "model/notification.h"
#include "model/outbox.h"
#include "model/registration.h"
#include "model/report.h"
#include "model/work.h"

/* A task is a statement, or a function for what a statement cannot do. */
struct task {
	struct query (*ask)(void);
	int (*work)(PGconn *, char[NEWS_MAX + 1]);
	int failed; /* and logged */
};

static struct task tasks[] = {
	{ .ask = departure_step },
	{ .ask = outbox_expire },
	{ .ask = import_sweep },
	{ .ask = registration_sweep },
	{ .ask = report_sweep },
	{ .ask = notification_sweep },
	{ .work = importer_work },
};

/* Return the text of a column of the only row, or NULL if it has none. */
static const char *
column(const PGresult *rows, const char *name)
{
	int number = PQfnumber(rows, name);

	if (PQntuples(rows) == 0 || number == -1 ||
	    PQgetisnull(rows, 0, number))
		return (NULL);
	return (PQgetvalue(rows, 0, number));
}

static void
tell_news(PGconn *connection, const char *topics)
{
	struct query query =
	    news_tell(strlen(topics) > NEWS_MAX ? NEWS_EVERYTHING : topics);

	if (topics[0] != '\0')
		PQclear(connection_ask(connection, &query));
}

/* Set ${wait}, in ms, to what is due in this many seconds if that is sooner. */
static void
set_wait(int *wait, const char *seconds)
{
	double due = strtod(seconds, NULL) * 1000;

	if (due < *wait)
		*wait = due > 0 ? (int)due + 1 : 1;
}

/* Take one step. Return 1 if there may be another. */
static int
step(PGconn *connection, struct task *task, int *wait)
{
	struct query query = task->ask();
	PGresult *rows = connection_ask(connection, &query);
	const char *value;
	int more = 0;

	if (PQresultStatus(rows) == PGRES_TUPLES_OK) {
		task->failed = 0;
		more = (value = column(rows, "more")) != NULL && *value == 't';
		if ((value = column(rows, "wait")) != NULL)
			set_wait(wait, value);
		if ((value = column(rows, "changed")) != NULL)
			tell_news(connection, value);
	} else if (!task->failed) {
		task->failed = 1;
		errand_complain(connection, query.name);
	}
	PQclear(rows);
	return (more);
}

/* The same for a task that is a function. */
static int
step_of_function(PGconn *connection, const struct task *task)
{
	char changed[NEWS_MAX + 1] = "";
	int more = task->work(connection, changed);

	tell_news(connection, changed);
	return (more);
}

/* One step of each task, so that none has to wait until another is done. */
static int
work(PGconn *connection, int *wait)
{
	struct task *task, *end = tasks + sizeof(tasks) / sizeof(tasks[0]);
	int more = 0;

	for (task = tasks; task < end && !errand_is_over(); task++)
		more |= task->ask != NULL ? step(connection, task, wait)
					  : step_of_function(connection, task);
	return (more);
}

int
clerk_run(const char *string)
{
	static const struct errand clerk = { "clerk", work_listen, work };

	errand_run(&clerk, string);
	return (0);
}
