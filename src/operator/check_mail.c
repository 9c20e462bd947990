/* SPDX-License-Identifier: ISC */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database/connection.h"
#include "model/upkeep.h"
#include "operator/check_mail.h"

#define NAME	"mail"
#define TIMEOUT 10L /* seconds; a mail server may take its time to greet */

/* Say NOOP to the server of ${url}. Return 0, or what went wrong. */
static CURLcode
greet(CURLU *url, char reason[CURL_ERROR_SIZE])
{
	CURL *client = curl_easy_init();
	CURLcode result;

	if (client == NULL)
		abort(); /* no memory */
	(void)curl_easy_setopt(client, CURLOPT_CURLU, url);
	(void)curl_easy_setopt(client, CURLOPT_ERRORBUFFER, reason);
	(void)curl_easy_setopt(client, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	(void)curl_easy_setopt(client, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(client, CURLOPT_NOBODY, 1L);
	(void)curl_easy_setopt(client, CURLOPT_CUSTOMREQUEST, "NOOP");
	(void)curl_easy_setopt(client, CURLOPT_TIMEOUT, TIMEOUT);
	(void)curl_easy_setopt(client, CURLOPT_NOSIGNAL, 1L);
	result = curl_easy_perform(client);
	curl_easy_cleanup(client);
	return (result);
}

/* Ask as nobody: whether the server accepts us, the first message shows. */
static void
check_url(const char *given, struct checks *checks)
{
	char reason[CURL_ERROR_SIZE] = "";
	CURLU *url = curl_url();
	CURLcode result;

	if (curl_url_set(url, CURLUPART_URL, given, 0) != CURLUE_OK ||
	    curl_url_set(url, CURLUPART_USER, NULL, 0) != CURLUE_OK ||
	    curl_url_set(url, CURLUPART_PASSWORD, NULL, 0) != CURLUE_OK)
		check_add(checks, NAME, CHECK_FAILED,
		    "SMTP_URL cannot be understood; write"
		    " smtp://USER@HOST:PORT");
	else if ((result = greet(url, reason)) != CURLE_OK)
		check_add(checks, NAME, CHECK_FAILED,
		    "the mail server of SMTP_URL does not respond: %s; check"
		    " the server, then SMTP_URL",
		    reason[0] != '\0' ? reason : curl_easy_strerror(result));
	else
		check_add(
		    checks, NAME, CHECK_OK, "the server of SMTP_URL responds");
	curl_url_cleanup(url);
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
	const char *url = getenv("SMTP_URL");

	if (url == NULL || *url == '\0')
		check_add(checks, NAME, CHECK_OK,
		    "is not sent, because SMTP_URL is not set");
	else
		check_url(url, checks);
}
