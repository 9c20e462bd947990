/* SPDX-License-Identifier: ISC */
#include "operator/mail_command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "database/connection.h"
#include "errand/courier.h"
#include "http/site_url.h"
#include "mail/message.h"
#include "model/outbox.h"
#include "operator/command_shared.h"

#define TEST_CHECKS 100	   /* twenty seconds for the mail server */
#define TEST_PERIOD 200000 /* microseconds */

/* Print a value without what could control a terminal; "-" for NULL. */
static void
print_value(const PGresult *rows, int row, const char *column)
{
	int number = PQfnumber(rows, column);
	const char *c = PQgetvalue(rows, row, number);

	if (PQgetisnull(rows, row, number))
		c = "-";
	for (; *c != '\0'; c++)
		(void)putchar((unsigned char)*c < ' ' || *c == 0x7f ? '?' : *c);
}

/* Tell what the row of outbox_find says. Return 1 if that is the end of it. */
static int
report(const PGresult *rows, int64_t message, int *status)
{
	*status = 0;
	if (PQntuples(rows) == 0) {
		printf("The mail server has taken the message.\n");
		return (1);
	}
	if (PQgetisnull(rows, 0, 2))
		return (0);
	printf("The message was not sent: ");
	print_value(rows, 0, "last_error");
	printf("\n");
	if (strcmp(PQgetvalue(rows, 0, 0), "dead") != 0)
		printf("It will be tried again; \"microblog mail drop %" PRId64
		       "\" prevents that.\n",
		    message);
	*status = 1;
	return (1);
}

static int
await_test(PGconn *connection, int64_t message)
{
	PGresult *rows;
	int i, status = 1, over = 0;

	for (i = 0; i < TEST_CHECKS && !over; i++) {
		rows = command_ask(connection, outbox_find(message));
		if (rows == NULL)
			return (1);
		over = report(rows, message, &status);
		PQclear(rows);
		if (!over)
			(void)usleep(TEST_PERIOD);
	}
	if (!over)
		status =
		    command_complain("the message still waits: either the mail"
				     " server does not respond, or no courier"
				     " runs, because the site does not run or"
				     " was started without SMTP_URL");
	return (status);
}

int
mail_command_test(PGconn *connection, const char *address)
{
	PGresult *rows;
	int64_t message;

	if (!text_valid(address, strlen(address)) || !message_address(address))
		return (command_complain("This is not an e-mail address."));
	rows = command_ask(connection, outbox_add("test", address));
	if (rows == NULL)
		return (1);
	message = strtoll(PQgetvalue(rows, 0, 0), NULL, 10);
	PQclear(rows);
	printf("Message %" PRId64 " is in the outbox.\n", message);
	return (await_test(connection, message));
}

int
mail_command_list(PGconn *connection, const char *unused)
{
	static const char *const columns[] = { "id", "state", "tries", "due",
		"kind", "recipient", "last_error" };
	PGresult *rows = command_ask(connection, outbox_list());
	size_t column;
	int row;

	(void)unused;
	for (row = 0; row < PQntuples(rows); row++) {
		for (column = 0; column < sizeof(columns) / sizeof(columns[0]);
		     column++) {
			printf("%s", column > 0 ? "\t" : "");
			print_value(rows, row, columns[column]);
		}
		printf("\n");
	}
	if (rows != NULL && PQntuples(rows) == 0)
		printf("The outbox is empty.\n");
	PQclear(rows);
	return (rows == NULL);
}

/* Read the id of a message. Return 0 if ${text} is none. */
static int64_t
read_id(const char *text)
{
	char *end;
	long long id = strtoll(text, &end, 10);

	return (*end == '\0' && id > 0 && id < INT64_MAX ? id : 0);
}

int
mail_command_retry(PGconn *connection, const char *message)
{
	int64_t id = read_id(message);
	PGresult *rows;
	int retried;

	if (id == 0 && strcmp(message, "all") != 0)
		return (
		    command_complain("Write the number that \"microblog mail"
				     " list\" shows, or all."));
	rows = command_ask(connection, outbox_retry(id));
	if (rows == NULL)
		return (1);
	retried = atoi(PQgetvalue(rows, 0, 0));
	PQclear(rows);
	if (retried == 0 && id != 0)
		return (command_complain("There is no such message."));
	printf("To be sent now: %d.\n", retried);
	return (0);
}

int
mail_command_drop(PGconn *connection, const char *message)
{
	PGresult *rows = command_ask(connection, outbox_drop(read_id(message)));
	int dropped = PQntuples(rows);

	PQclear(rows);
	if (rows == NULL)
		return (1);
	if (dropped == 0)
		return (
		    command_complain("There is no such message, or it is just"
				     " being sent."));
	printf("Dropped.\n");
	return (0);
}

/* Remove a variable of the environment, and its value from the memory. */
static void
erase(const char *name)
{
	char *value = getenv(name);

	if (value != NULL)
		explicit_bzero(value, strlen(value));
	(void)unsetenv(name);
}

int
mail_command_courier(const char *string)
{
	char error[FAILURE_MAX];
	struct smtp_settings settings;

	if (site_url_read(getenv("SITE_URL"), error) == -1)
		return (command_complain(error));
	switch (smtp_settings_read(&settings, error)) {
	case 1:
		break;
	case 0:
		return (command_complain(
		    "SMTP_URL is not set: there is no mail server"
		    " to send messages to"));
	default:
		return (command_complain(error));
	}
	erase(SMTP_PASSWORD_NAME);
	courier_run(string, &settings);
	explicit_bzero(&settings, sizeof(settings));
	return (0);
}
