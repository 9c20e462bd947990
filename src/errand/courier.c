/* SPDX-License-Identifier: ISC */
#include "errand/courier.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "database/connection.h"
#include "errand/errand.h"
#include "errand/letter.h"
#include "http/site_url.h"
#include "mail/smtp.h"
#include "model/notification.h"
#include "model/outbox.h"
#include "model/site.h"
#include "model/token.h"

/* A server that took no message is not asked again for each one that waits. */
#define SERVER_PAUSE 30000 /* ms */

static const struct smtp_settings *settings;
static struct smtp *client;
static int64_t delivered; /* a message that the outbox still has; or 0 */
static int is_down;	  /* the mail server, and that was logged */
static int is_broken;	  /* the outbox, and that was logged */

/* Send a query of the outbox. Return its rows; NULL if it failed. */
static PGresult *
ask(PGconn *connection, struct query query)
{
	PGresult *rows = connection_ask(connection, &query);

	if (PQresultStatus(rows) == PGRES_TUPLES_OK) {
		is_broken = 0;
		return (rows);
	}
	if (!is_broken++)
		errand_complain(connection, query.name);
	PQclear(rows);
	return (NULL);
}

/* The mail server has it: remember that until the outbox does, too. */
static void
record_sent(PGconn *connection, int64_t id)
{
	PGresult *rows;

	delivered = id;
	rows = ask(connection, outbox_sent(id));
	if (rows != NULL)
		delivered = 0;
	PQclear(rows);
}

static void
record_failure(PGconn *connection, const struct letter *letter,
    const char *reason, int rejected)
{
	PGresult *rows =
	    ask(connection, outbox_failed(letter->id, reason, rejected));

	if (rows != NULL && PQntuples(rows) == 1 &&
	    strcmp(PQgetvalue(rows, 0, 0), "dead") == 0)
		errand_log("message %lld (%s) is given up; \"microblog mail"
			   " list\" shows why",
		    (long long)letter->id, letter->kind);
	PQclear(rows);
}

/* Log when the mail server goes away and when it is back, once each. */
static void
note_server(enum smtp_result result, const char *reason)
{
	if (result == SMTP_DOWN && !is_down)
		errand_log("the mail server takes no messages: %s", reason);
	else if (result != SMTP_DOWN && is_down)
		errand_log("the mail server takes messages again");
	is_down = result == SMTP_DOWN;
}

/* Give the letter to the mail server, and record what became of it. */
static void
hand_over(PGconn *connection, const struct letter *letter)
{
	char error[FAILURE_MAX];
	struct buffer message = { 0 };
	enum smtp_result result;

	if (letter_write(letter, &message, error) == -1) {
		record_failure(connection, letter, error, 1);
		buffer_free(&message);
		return;
	}
	result = smtp_send(client, letter_recipient(letter), &message, error);
	explicit_bzero(message.data, message.length);
	buffer_free(&message);
	if (result != SMTP_SENT && errand_is_over())
		return;
	note_server(result, error);
	if (result == SMTP_SENT)
		record_sent(connection, letter->id);
	else
		record_failure(
		    connection, letter, error, result == SMTP_REJECTED);
}

/* Find out what is in the letter, with a new secret, and send it. */
static void
deliver(PGconn *connection, struct letter *letter)
{
	unsigned char secret[SECRET_BYTES], hash[SECRET_BYTES];
	char text[SECRET_TEXT], error[FAILURE_MAX];
	struct query query;
	PGresult *rows, *site;

	token_secret(secret);
	token_hash(hash, secret);
	token_text(text, secret);
	if (outbox_content(letter->id, letter->kind, hash, &query, error) ==
	    -1) {
		record_failure(connection, letter, error, 1);
		return;
	}
	rows = connection_ask(connection, &query);
	site = ask(connection, site_find());
	letter->rows = rows;
	letter->secret = text;
	letter->site_name = site == NULL ? "" : PQgetvalue(site, 0, 0);
	if (PQresultStatus(rows) != PGRES_TUPLES_OK || site == NULL) {
		connection_error(connection, error);
		record_failure(connection, letter, error, 0);
	} else if (PQntuples(rows) == 0)
		record_sent(connection, letter->id);
	else
		hand_over(connection, letter);
	PQclear(site);
	PQclear(rows);
	explicit_bzero(secret, sizeof(secret));
	explicit_bzero(text, sizeof(text));
}

/* Nothing is due: say goodbye to the server, and wait as long as ${row} says.
 */
static int
rest(const PGresult *row, int *wait)
{
	double seconds;

	smtp_rest(client);
	if (!PQgetisnull(row, 0, 2)) {
		seconds = strtod(PQgetvalue(row, 0, 2), NULL);
		if (seconds * 1000 < *wait)
			*wait = seconds > 0 ? (int)(seconds * 1000) + 1 : 1;
	}
	return (0);
}

/* Queue messages about what has happened since the last time. */
static void
queue_digests(PGconn *connection)
{
	PGresult *row;
	int more;

	do {
		row = ask(connection, digest_step());
		more = row != NULL && *PQgetvalue(row, 0, 0) == 't';
		PQclear(row);
	} while (more && !errand_is_over());
}

/* Send one message. */
static int
work(PGconn *connection, int *wait)
{
	struct letter letter = { .site = site_url(), .settings = settings };
	PGresult *row;
	int more = 0;

	queue_digests(connection);
	if (delivered != 0)
		record_sent(connection, delivered);
	row = delivered == 0 ? ask(connection, outbox_take()) : NULL;
	if (row == NULL)
		return (0);
	if (PQgetisnull(row, 0, 0))
		(void)rest(row, wait);
	else {
		letter.id = strtoll(PQgetvalue(row, 0, 0), NULL, 10);
		letter.kind = PQgetvalue(row, 0, 1);
		letter.date = time(NULL);
		deliver(connection, &letter);
		PQclear(ask(connection, outbox_release(letter.id)));
		more = !is_down;
		*wait = SERVER_PAUSE;
	}
	PQclear(row);
	return (more);
}

void
courier_run(const char *string, const struct smtp_settings *given)
{
	static const struct errand courier = { "courier", outbox_listen, work };

	settings = given;
	client = smtp_open(settings, errand_is_over);
	if (client == NULL)
		return;
	errand_run(&courier, string);
	smtp_close(client);
}
