/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "database/connection.h"
#include "http/site_url.h"
#include "mail/smtp.h"
#include "model/upkeep.h"
#include "operator/check_mail.h"

#define NAME "mail"

static int
never(void)
{
	return (0);
}

/* Connect and sign in as the courier does. */
static void
check_server(const struct smtp_settings *settings, struct checks *checks)
{
	char error[FAILURE_MAX];
	struct smtp *client = smtp_open(settings, never);

	if (client == NULL)
		abort(); /* no memory */
	if (smtp_check(client, error) == -1)
		check_add(checks, NAME, CHECK_FAILED,
		    "the mail server of SMTP_URL takes no messages: %.800s;"
		    " check the server, then SMTP_URL",
		    error);
	else
		check_add(
		    checks, NAME, CHECK_OK, "the server of SMTP_URL responds");
	smtp_close(client);
}

void
check_outbox(PGconn *connection, struct checks *checks)
{
	struct query query = check_mail();
	PGresult *rows = connection_ask(connection, &query);
	const char *late, *retried, *dead, *reason;

	if (PQntuples(rows) == 1) {
		late = PQgetvalue(rows, 0, 0);
		retried = PQgetvalue(rows, 0, 1);
		dead = PQgetvalue(rows, 0, 2);
		reason = PQgetvalue(rows, 0, 3);
		if (strcmp(late, "0") != 0)
			check_add(checks, NAME, CHECK_FAILED,
			    "%s messages are due for a quarter of an hour, and"
			    " nobody sends them; start the site, with SMTP_URL",
			    late);
		if (strcmp(retried, "0") != 0)
			check_add(checks, NAME, CHECK_WARNING,
			    "%s messages could not be sent for an hour; the"
			    " last reason: %.800s",
			    retried, reason);
		if (strcmp(dead, "0") != 0)
			check_add(checks, NAME, CHECK_WARNING,
			    "%s messages were given up since yesterday; the"
			    " last reason: %.800s",
			    dead, reason);
	}
	PQclear(rows);
}

void
check_mail_server(struct checks *checks)
{
	struct smtp_settings settings;
	char error[FAILURE_MAX];
	int found = site_url_read(getenv("SITE_URL"), error);

	if (found == 0)
		found = smtp_settings_read(&settings, error);
	if (found == 0)
		check_add(checks, NAME, CHECK_OK,
		    "is not sent, because SMTP_URL is not set");
	else if (found == -1)
		check_add(checks, NAME, CHECK_FAILED, "%.900s", error);
	else {
		check_server(&settings, checks);
		explicit_bzero(&settings, sizeof(settings));
	}
}
