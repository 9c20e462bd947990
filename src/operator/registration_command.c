/* SPDX-License-Identifier: ISC */
#include "operator/registration_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "http/site_url.h"
#include "model/news.h"
#include "model/registration.h"
#include "model/site.h"
#include "model/token.h"
#include "operator/command_output.h"
#include "operator/command_shared.h"

#define INVITATIONS 10000 /* to print */
#define LINK	    400	  /* bytes */

static const char *const explanations[] = {
	[DOOR_OPEN] = "everyone may sign up",
	[DOOR_INVITE] = "only people with an invitation may sign up",
	[DOOR_APPROVE] = "people apply, and a moderator lets them in",
	[DOOR_CLOSED] = "nobody may sign up",
};

static int
set_door(PGconn *connection, char *wanted)
{
	const char *values[SITE_SETTINGS] = { [SITE_DOOR] = wanted };
	char problem[FAILURE_MAX];
	PGresult *rows;

	if (site_setting_read(SITE_DOOR, wanted, problem) == -1)
		return (command_complain(problem));
	rows = command_ask(connection, site_edit(values, 0));
	if (rows == NULL)
		return (FAILED);
	PQclear(rows);
	PQclear(command_ask(connection, news_tell(NEWS_EVERYTHING)));
	return (DONE);
}

int
registration_command_door(PGconn *connection, char **arguments)
{
	const char *name;
	PGresult *rows;

	if (arguments[0] != NULL && set_door(connection, arguments[0]) != DONE)
		return (FAILED);
	rows = command_ask(connection, door_find());
	if (rows == NULL)
		return (FAILED);
	name = PQgetvalue(rows, 0, PQfnumber(rows, "door"));
	command_print_row(rows, "%s: %s", name, explanations[door_read(name)]);
	PQclear(rows);
	return (DONE);
}

/* Read an option, or take the usual value if it is missing. */
static int
read_number(const struct command_option *option, int64_t usual, int64_t most,
    int64_t *number)
{
	*number = usual;
	if (option->value == NULL ||
	    command_number(option->value, most, number) == DONE)
		return (DONE);
	fprintf(stderr, "microblog: %s takes a number from 1 to %lld, not %s\n",
	    option->name, (long long)most, option->value);
	return (FAILED);
}

static int
check_note(const char *note)
{
	if (text_valid(note, strlen(note)) &&
	    text_length(note) <= INVITATION_NOTE && !text_forbidden(note))
		return (DONE);
	return (command_complain("The note must be UTF-8, at most 200"
				 " characters, and no control characters."));
}

/* Make the invitation and print its address. */
static int
invite(PGconn *connection, const char *note, int64_t uses, int64_t days)
{
	unsigned char secret[SECRET_BYTES], hash[SECRET_BYTES];
	char text[SECRET_TEXT], link[LINK];
	PGresult *rows;

	token_secret(secret);
	token_hash(hash, secret);
	token_text(text, secret);
	rows =
	    command_ask(connection, invitation_add(hash, 0, note, uses, days));
	if (rows == NULL)
		return (FAILED);
	(void)snprintf(
	    link, sizeof(link), "%s/invitation/%s", site_url(), text);
	command_output_add("link", link);
	command_print_row(rows,
	    "%s\nInvitation %s: %s may sign up with this link until %s.", link,
	    PQgetvalue(rows, 0, PQfnumber(rows, "id")),
	    uses == 1 ? "one person" : "several people",
	    PQgetvalue(rows, 0, PQfnumber(rows, "until")));
	PQclear(rows);
	return (DONE);
}

int
registration_command_invite(PGconn *connection, char **arguments)
{
	struct command_option options[] = { { "--uses", NULL },
		{ "--days", NULL }, { "--note", "" }, { NULL, NULL } };
	char error[FAILURE_MAX];
	int64_t uses, days;
	int status = command_options(arguments, options);

	if (status != DONE)
		return (status);
	if (read_number(&options[0], 1, INVITATION_USES, &uses) != DONE ||
	    read_number(&options[1], 7, INVITATION_DAYS, &days) != DONE ||
	    check_note(options[2].value) != DONE)
		return (FAILED);
	if (site_url_read(getenv("SITE_URL"), error) == -1)
		return (command_complain(error));
	if (site_url() == NULL)
		return (command_complain(
		    "SITE_URL is not set; an invitation needs the site's"
		    " address, for example https://example.org"));
	return (invite(connection, options[2].value, uses, days));
}

int
registration_command_list(PGconn *connection, const char *unused)
{
	PGresult *rows =
	    command_ask(connection, invitation_list(INT64_MAX, INVITATIONS));

	(void)unused;
	if (rows == NULL)
		return (FAILED);
	command_print_rows(rows, "There are no invitations.");
	PQclear(rows);
	return (DONE);
}

int
registration_command_revoke(PGconn *connection, const char *text)
{
	PGresult *rows;
	int64_t id;
	int status = DONE;

	if (command_number(text, INT64_MAX, &id) != DONE)
		return (command_complain("Write the number that \"microblog"
					 " invite list\" shows."));
	rows = command_ask(connection, invitation_revoke(id));
	if (rows == NULL)
		return (FAILED);
	if (PQntuples(rows) == 1)
		command_print_row(rows, "The invitation was taken back.");
	else
		status = command_complain("There is no such invitation, or it"
					  " was taken back before.");
	PQclear(rows);
	return (status);
}
