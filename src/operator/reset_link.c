/* SPDX-License-Identifier: ISC */
#include "operator/reset_link.h"

#include <stdlib.h>
#include <string.h>

#include "database/connection.h"
#include "http/site_url.h"
#include "model/email.h"
#include "model/token.h"

int
reset_link(PGconn *connection, const char *nickname, struct buffer *link,
    char error[FAILURE_MAX])
{
	unsigned char secret[SECRET_BYTES], hash[SECRET_BYTES];
	char text[SECRET_TEXT];
	struct query query;
	PGresult *rows;
	int status = 0;

	if (site_url_read(getenv("SITE_URL"), error) == -1)
		return (-1);
	if (site_url() == NULL)
		return (failure(error,
		    "SITE_URL is not set; a link needs the site's address, for"
		    " example https://example.org"));
	token_secret(secret);
	token_hash(hash, secret);
	token_text(text, secret);
	query = email_link(nickname, hash);
	rows = connection_ask(connection, &query);
	if (PQresultStatus(rows) != PGRES_TUPLES_OK) {
		connection_error(connection, error);
		status = -1;
	} else if (PQntuples(rows) == 0)
		status = failure(error, "No member has that nickname.");
	else
		buffer_format(link, "%s/forgotten/%s", site_url(), text);
	PQclear(rows);
	explicit_bzero(secret, sizeof(secret));
	explicit_bzero(text, sizeof(text));
	return (status);
}
