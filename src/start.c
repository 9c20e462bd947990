#include <stdio.h>
#include <stdlib.h>

#include "cluster.h"
#include "connection.h"
#include "migrate.h"
#include "start.h"

char *
start_database(enum start_as as, char error[FAILURE_MAX])
{
	const char *url = getenv("DATABASE_URL");

	if (url == NULL || *url == '\0') {
		url = as == START_SITE ? cluster_start(error)
				       : cluster_join(error);
		if (url == NULL)
			return (NULL);
	}
	return (connection_string(url, error));
}

PGconn *
start_migrate(const char *string, char error[FAILURE_MAX])
{
	char reason[FAILURE_MAX];
	PGconn *connection;

	connection = connection_open(string, reason);
	if (connection == NULL) {
		(void)failure(
		    error, "cannot connect to the database: %s", reason);
		return (NULL);
	}
	if (migrate(connection, reason) == -1) {
		(void)failure(
		    error, "cannot bring the schema up to date: %s", reason);
		PQfinish(connection);
		return (NULL);
	}
	return (connection);
}
