/* SPDX-License-Identifier: ISC */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "database/connection.h"
#include "operator/migrate.h"
#include "operator/start.h"
#include "postgres/postgres.h"

#define SITE_VARIABLE  "DATABASE_URL"
#define OWNER_VARIABLE "DATABASE_OWNER_URL"

/* Return a variable of the environment, or NULL if it is not set or empty. */
static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	return (value != NULL && *value != '\0' ? value : NULL);
}

/* Return the connection string for ${url}, the value of the variable ${name}.
 */
static char *
string_of(const char *url, const char *name, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	char *string = connection_string(url, reason);

	if (string == NULL)
		(void)failure(error, "%s %.900s", name, reason);
	return (string);
}

static char *
private_string(const char *role, char error[FAILURE_MAX])
{
	char *given = postgres_string(role);
	char *string = connection_string(given, error);

	free(given);
	return (string);
}

static int
find_private(
    enum start_as as, struct start_strings *strings, char error[FAILURE_MAX])
{
	if (as == START_LOOK && access("kore.conf", F_OK) == -1)
		return (failure(error,
		    "there is no kore.conf here, and " SITE_VARIABLE " is not"
		    " set; run this command in the folder of the site"));
	if ((as == START_SITE ? postgres_start(error) : postgres_join(error)) ==
	    -1)
		return (-1);
	strings->site = private_string(POSTGRES_SITE, error);
	strings->owner = private_string(POSTGRES_OWNER, error);
	return (strings->site != NULL && strings->owner != NULL ? 0 : -1);
}

int
start_locate(
    enum start_as as, struct start_strings *strings, char error[FAILURE_MAX])
{
	const char *site = variable(SITE_VARIABLE);
	const char *owner = variable(OWNER_VARIABLE);

	if (site == NULL && owner != NULL)
		return (failure(error,
		    OWNER_VARIABLE " is set, but " SITE_VARIABLE " is not; set"
				   " it to the same database, with the site's"
				   " role"));
	if (site == NULL)
		return (find_private(as, strings, error));
	strings->site = string_of(site, SITE_VARIABLE, error);
	if (strings->site == NULL || owner == NULL)
		return (strings->site != NULL ? 0 : -1);
	strings->owner = string_of(owner, OWNER_VARIABLE, error);
	return (strings->owner != NULL ? 0 : -1);
}

/* A database in another encoding cannot store every character. */
static int
check_encoding(const PGconn *connection, char error[FAILURE_MAX])
{
	const char *encoding = PQparameterStatus(connection, "server_encoding");
	const char *name = PQdb(connection);

	if (encoding != NULL && strcmp(encoding, "UTF8") == 0)
		return (0);
	return (failure(error,
	    "the database \"%s\" has the encoding %s, and must have UTF8,"
	    " which cannot be changed later; create another one: CREATE"
	    " DATABASE %s_utf8 OWNER ... ENCODING 'UTF8' TEMPLATE template0",
	    name, encoding != NULL ? encoding : "unknown", name));
}

PGconn *
start_connect(const char *string, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGconn *connection = connection_open(string, reason);

	if (connection == NULL)
		(void)failure(
		    error, "cannot connect to the database: %.900s", reason);
	else if (check_encoding(connection, error) == -1) {
		PQfinish(connection);
		return (NULL);
	}
	return (connection);
}

/*
 * Bring the schema up to date as the role of ${string}, and grant ${role} what
 * the site needs, unless it is NULL.
 */
static int
bring_up_to_date(const char *string, const char *role, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGconn *connection = start_connect(string, error);
	int status = 0;

	if (connection == NULL)
		return (-1);
	if (migrate(connection, reason) == -1 ||
	    (role != NULL && migrate_grant(connection, role, reason) == -1))
		status = failure(error,
		    "cannot bring the schema up to date: %.900s", reason);
	PQfinish(connection);
	return (status);
}

/*
 * The owner goes first, knowing the site's role by a connection of its own;
 * then the site's role checks that the schema is complete.
 */
int
start_prepare(const struct start_strings *strings, char error[FAILURE_MAX])
{
	PGconn *site;
	int status = 0;

	if (strings->owner != NULL) {
		site = start_connect(strings->site, error);
		if (site == NULL)
			return (-1);
		status = bring_up_to_date(strings->owner, PQuser(site), error);
		PQfinish(site);
	}
	if (status == 0)
		status = bring_up_to_date(strings->site, NULL, error);
	return (status);
}

void
start_forget(struct start_strings *strings)
{
	free(strings->site);
	free(strings->owner);
}

char *
start_database(enum start_as as, char error[FAILURE_MAX])
{
	struct start_strings strings = { NULL, NULL };

	if (start_locate(as, &strings, error) == -1 ||
	    start_prepare(&strings, error) == -1) {
		free(strings.site);
		strings.site = NULL;
	}
	free(strings.owner);
	return (strings.site);
}

char *
start_find(char error[FAILURE_MAX])
{
	const char *site = variable(SITE_VARIABLE);

	if (site != NULL)
		return (string_of(site, SITE_VARIABLE, error));
	if (postgres_find(error) == -1)
		return (NULL);
	return (private_string(POSTGRES_SITE, error));
}
