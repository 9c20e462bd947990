/* SPDX-License-Identifier: ISC */
#include "operator/link_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database/connection.h"
#include "http/site_url.h"
#include "model/email.h"
#include "model/token.h"

static int
complain(const char *sentence)
{
	fprintf(stderr, "microblog: %s\n", sentence);
	return (1);
}

/* Make the secret with this ${hash} valid for the member. Return 0, or -1. */
static int
store(PGconn *connection, const char *nickname,
    const unsigned char hash[SECRET_BYTES], char error[FAILURE_MAX])
{
	struct query query = email_link(nickname, hash);
	PGresult *rows = connection_ask(connection, &query);
	int status = -1;

	if (PQresultStatus(rows) != PGRES_TUPLES_OK)
		connection_error(connection, error);
	else if (PQntuples(rows) == 0)
		(void)failure(error, "No member has that nickname.");
	else
		status = 0;
	PQclear(rows);
	return (status);
}

int
link_command(PGconn *connection, const char *nickname)
{
	unsigned char secret[SECRET_BYTES], hash[SECRET_BYTES];
	char text[SECRET_TEXT], error[FAILURE_MAX];

	if (site_url_read(getenv("SITE_URL"), error) == -1)
		return (complain(error));
	if (site_url() == NULL)
		return (complain("SITE_URL is not set; a link needs the site's"
				 " address, for example https://example.org"));
	token_secret(secret);
	token_hash(hash, secret);
	token_text(text, secret);
	explicit_bzero(secret, sizeof(secret));
	if (store(connection, nickname, hash, error) == -1)
		return (complain(error));
	printf("%s/forgotten/%s\nWhoever opens this link within 24 hours can"
	       " set a new password for %s, once.\n",
	    site_url(), text, nickname);
	explicit_bzero(text, sizeof(text));
	return (0);
}
