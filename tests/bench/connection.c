/* SPDX-License-Identifier: ISC */
/*
 * connection: print the connection string that the site makes of DATABASE_URL,
 * so that pgbench connects with the site's own settings.
 */
#include <stdio.h>
#include <stdlib.h>

#include "database/connection.h"

int
main(void)
{
	const char *url = getenv("DATABASE_URL");
	char error[FAILURE_MAX];
	char *string;

	string = url != NULL ? connection_string(url, error) : NULL;
	if (string == NULL) {
		fprintf(stderr, "connection: %s\n",
		    url != NULL ? error : "DATABASE_URL is not set");
		return (EXIT_FAILURE);
	}
	puts(string);
	free(string);
	return (EXIT_SUCCESS);
}
