/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "operator/check.h"
#include "operator/check_certificate.h"
#include "operator/check_command.h"
#include "operator/check_data.h"
#include "operator/check_limits.h"
#include "operator/check_machine.h"
#include "operator/check_mail.h"
#include "operator/command_shared.h"
#include "operator/kore_conf.h"
#include "operator/progress.h"
#include "operator/schema_state.h"
#include "operator/start.h"
#include "postgres/postgres.h"

static const int statuses[] = {
	[CHECK_OK] = DONE,
	[CHECK_WARNING] = WARNED,
	[CHECK_FAILED] = FAILED,
};

/* Return 0 if the schema is that of this program. */
static int
check_migrations(PGconn *connection, struct checks *checks)
{
	static struct schema_state state;
	char error[FAILURE_MAX];
	int missing = schema_state_read(connection, &state, error);

	if (missing == 0)
		missing = schema_state_missing(&state, error);
	if (missing == 0)
		check_add(checks, "migrations", CHECK_OK,
		    "all %d are applied, and as this program has them",
		    state.count);
	else if (missing > 0)
		check_add(checks, "migrations", CHECK_FAILED,
		    "%d of %d are not applied; run \"microblog migrate\"",
		    missing, missing + state.count);
	else
		check_add(checks, "migrations", CHECK_FAILED,
		    "%.900s; start the program that made this database, or run"
		    " \"microblog migrate\", which says more",
		    error);
	return (missing == 0 ? 0 : -1);
}

/* As the site's role, which reads all that its pages show. */
static void
check_inside(const struct start_strings *strings, const struct kore_conf *conf,
    struct checks *checks)
{
	char error[FAILURE_MAX];
	PGconn *connection = start_connect(strings->site, error);

	if (connection == NULL) {
		check_add(checks, "database", CHECK_FAILED, "%s", error);
		return;
	}
	check_add(checks, "database", CHECK_OK, "%s responds (PostgreSQL %d)",
	    PQdb(connection), PQserverVersion(connection) / 10000);
	check_connection_limits(connection, conf, checks);
	check_clock_of(connection, checks);
	if (check_migrations(connection, checks) == 0) {
		check_data(connection, checks);
		check_outbox(connection, checks);
	}
	PQfinish(connection);
	progress_clear();
}

static void
check_database(const struct kore_conf *conf, struct checks *checks)
{
	struct start_strings strings = { NULL, NULL };
	char error[FAILURE_MAX];

	if (start_locate(START_LOOK, &strings, error) == -1)
		check_add(checks, "database", CHECK_FAILED, "%s", error);
	else
		check_inside(&strings, conf, checks);
	start_forget(&strings);
}

static void
check_all(struct checks *checks)
{
	static struct kore_conf conf;
	char error[FAILURE_MAX];
	const char *folder;

	if (kore_conf_read(&conf, error) == -1)
		check_add(checks, "settings", CHECK_FAILED,
		    "%s; run this command in the folder of the site", error);
	check_database(&conf, checks);
	check_certificates(&conf, checks);
	check_limits(&conf, checks);
	check_disk(".", "the site", checks);
	folder = postgres_folder();
	if (folder != NULL)
		check_disk(folder, "the private PostgreSQL", checks);
	check_mail_server(checks);
}

int
check_command_text(char **arguments)
{
	static struct checks checks;

	(void)arguments;
	check_all(&checks);
	check_print(&checks, CHECK_OK);
	return (statuses[check_worst(&checks)]);
}

int
check_command_json(char **arguments)
{
	static struct checks checks;
	FILE *output = fdopen(command_take_output(), "w");

	(void)arguments;
	if (output == NULL)
		return (command_complain("cannot write to standard output"));
	check_all(&checks);
	check_json(&checks, output);
	(void)fclose(output);
	return (statuses[check_worst(&checks)]);
}
