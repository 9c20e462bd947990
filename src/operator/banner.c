/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <kore/kore.h>
#include <libpq-fe.h>
#include <openssl/ssl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "database/connection.h"
#include "model/person.h"
#include "operator/banner.h"
#include "operator/certificate.h"
#include "operator/version.h"

#define LINE 500 /* bytes */
#define SELF "/proc/self/exe"

static char database[LINE];
static char program[LINE];   /* its path, for commands */
static const char *no_admin; /* what to do about that; NULL: there is one */

static int
is_private(void)
{
	const char *url = getenv("DATABASE_URL");

	return (url == NULL || *url == '\0');
}

/* Find out whether the site has an admin. */
static void
look_for_admin(PGconn *connection)
{
	struct query query = person_admins();
	PGresult *rows = connection_ask(connection, &query);

	ssize_t length = readlink(SELF, program, sizeof(program) - 1);

	program[length == -1 ? 0 : length] = '\0';
	if (PQresultStatus(rows) == PGRES_TUPLES_OK &&
	    strcmp(PQgetvalue(rows, 0, 0), "0") == 0)
		no_admin = strcmp(PQgetvalue(rows, 0, 1), "t") == 0
			       ? "person role NICK admin"
			       : "person add NICK EMAIL";
	PQclear(rows);
}

int
banner_database(const char *string, char error[FAILURE_MAX])
{
	PGconn *connection = connection_open(string, error);
	int version;

	if (connection == NULL)
		return (-1);
	version = PQserverVersion(connection) / 10000;
	if (is_private())
		(void)snprintf(database, sizeof(database),
		    "private, socket in %s (PostgreSQL %d)", PQhost(connection),
		    version);
	else
		(void)snprintf(database, sizeof(database),
		    "%s on %s port %s (PostgreSQL %d)", PQdb(connection),
		    PQhost(connection), PQport(connection), version);
	look_for_admin(connection);
	PQfinish(connection);
	return (0);
}

static void __attribute__((format(printf, 1, 2))) tell(const char *format, ...)
{
	char line[LINE];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (kore_foreground)
		printf("microblog: %s\n", line);
	else
		kore_log(LOG_NOTICE, "%s", line);
}

static void
tell_certificate(const struct kore_domain *domain)
{
	char expiry[EXPIRY_TEXT];
	const X509 *certificate =
	    domain->ssl_ctx != NULL ? SSL_CTX_get0_certificate(domain->ssl_ctx)
				    : NULL;

	if (certificate == NULL)
		return;
	certificate_expiry(certificate, time(NULL), expiry);
	tell("certificate: %s %s", domain->certfile, expiry);
}

/* Return the server with TLS, or any if there is none. */
static const struct kore_server *
find_server(void)
{
	const struct kore_server *server;

	LIST_FOREACH(server, &kore_servers, list) {
		if (server->tls)
			return (server);
	}
	return (LIST_FIRST(&kore_servers));
}

/* Print the URL as a person on this machine would type it. */
static void
tell_url(const struct kore_server *server)
{
	static const char *const here[] = { "127.0.0.1", "0.0.0.0", "::1",
		"::" };
	const struct listener *listener = LIST_FIRST(&server->listeners);
	const char *host = listener->host;
	size_t i;

	for (i = 0; i < sizeof(here) / sizeof(here[0]); i++)
		if (strcmp(listener->host, here[i]) == 0)
			host = "localhost";
	tell(strchr(host, ':') != NULL
		 ? "open http%s://[%s]:%s in a browser; Ctrl-C stops it"
		 : "open http%s://%s:%s in a browser; Ctrl-C stops it",
	    server->tls ? "s" : "", host, listener->port);
}

void
banner_print(void)
{
	const struct kore_server *server = find_server();
	const struct kore_domain *domain;

	tell("version: %s", MICROBLOG_VERSION);
	tell("database: %s", database);
	TAILQ_FOREACH(domain, &server->domains, list) {
		tell_certificate(domain);
	}
	if (no_admin != NULL)
		tell("the site has no admin; to make one, run here: %s %s",
		    program, no_admin);
	tell_url(server);
}
