/* SPDX-License-Identifier: ISC */
#include "operator/site_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/news.h"
#include "model/site.h"
#include "operator/command_output.h"
#include "operator/command_shared.h"

#define INPUT_MAX ICON_BYTES_MAX /* bytes; no text is longer */

int
site_command_show(PGconn *connection, const char *unused)
{
	PGresult *rows = command_ask(connection, site_show());
	struct buffer lines = { 0 };
	const char *name, *value;
	int i;

	(void)unused;
	if (rows == NULL)
		return (FAILED);
	for (i = 0; i < PQnfields(rows); i++) {
		name = PQfname(rows, i);
		value = PQgetvalue(rows, 0, i);
		if (site_text_first(name) != NULL && *value == '\0')
			value = "(comes with the program)";
		buffer_format(
		    &lines, "%s%s: %s", i == 0 ? "" : "\n", name, value);
	}
	command_print_row(rows, "%s", lines.data);
	buffer_free(&lines);
	PQclear(rows);
	return (DONE);
}

/* Read the value, which is ${argument} or comes from standard input. Return 0,
 * or -1 after a complaint. */
static int
read_value(const char *argument, struct buffer *value)
{
	char part[4096];
	size_t length;

	buffer_text(value, "");
	if (strcmp(argument, "-") != 0) {
		buffer_text(value, argument);
		return (0);
	}
	while (value->length <= INPUT_MAX &&
	       (length = fread(part, 1, sizeof(part), stdin)) > 0)
		buffer_add(value, part, length);
	if (!ferror(stdin))
		return (0);
	(void)command_complain("Cannot read standard input.");
	return (-1);
}

/* Return the setting called ${name}, or SITE_SETTINGS. */
static enum site_setting
setting_called(const char *name)
{
	int i;

	for (i = 0; i < SITE_SETTINGS; i++)
		if (strcmp(site_setting_name(i), name) == 0)
			break;
	return (i);
}

static int
set_icon(const struct buffer *value, struct query *query, char name[ICON_NAME],
    char problem[FAILURE_MAX])
{
	*name = '\0';
	if (value->length == 0) {
		*query = site_icon_set(NULL, 0, name, 0);
		return (0);
	}
	if (icon_problem(value->data, value->length, problem) == -1)
		return (-1);
	icon_name(value->data, value->length, name);
	*query = site_icon_set(value->data, value->length, name, 0);
	return (0);
}

static int
set_text(const char *name, char *value, struct query *query,
    char problem[FAILURE_MAX])
{
	const char *values[SITE_SETTINGS] = { NULL };
	enum site_setting setting = setting_called(name);

	text_normalise(value);
	if (site_text_first(name) != NULL) {
		*query = site_text_set(name, site_text_first(name), value, 0);
		return (site_text_problem(value, problem));
	}
	if (setting == SITE_SETTINGS)
		return (failure(problem,
		    "There is no setting \"%s\" to change here: write name,"
		    " tagline, accent, icon, announcement, announced_until,"
		    " post_length, address_days, door, members_only, about,"
		    " rules, privacy or contact.",
		    name));
	if (site_setting_read(setting, value, problem) == -1)
		return (-1);
	values[setting] = value;
	*query = site_edit(values, 0);
	return (0);
}

/* Say so if an announcement is there, but nobody sees it. */
static void
warn_of_silence(PGconn *connection)
{
	PGresult *rows = command_ask(connection, site_find());
	struct site site = { 0 };

	if (rows != NULL) {
		(void)snprintf(site.announcement, sizeof(site.announcement),
		    "%s", PQgetvalue(rows, 0, PQfnumber(rows, "announcement")));
		site.announced_until = strtoll(
		    PQgetvalue(rows, 0, PQfnumber(rows, "announced_until")),
		    NULL, 10);
		if (site.announcement[0] != '\0' &&
		    !site_announces(&site, time(NULL)))
			printf("The announcement is not shown: set"
			       " announced_until, in UTC, such as"
			       " \"2026-12-31 18:00\".\n");
	}
	PQclear(rows);
}

static int
save(struct query query)
{
	PGconn *connection = command_database();
	PGresult *rows =
	    connection == NULL ? NULL : command_ask(connection, query);
	int status = rows == NULL ? FAILED : DONE;

	if (rows != NULL && PQntuples(rows) == 0)
		printf("It was so before.\n");
	else if (rows != NULL) {
		PQclear(command_ask(connection, news_tell(NEWS_EVERYTHING)));
		printf("Saved. Everyone sees it now.\n");
		warn_of_silence(connection);
	}
	PQclear(rows);
	PQfinish(connection);
	return (status);
}

int
site_command_set(char **arguments)
{
	const char *name = arguments[0];
	char problem[FAILURE_MAX], icon[ICON_NAME];
	struct buffer value = { 0 };
	struct query query;
	int status = FAILED, wrong;

	if (read_value(arguments[1], &value) == -1)
		return (FAILED);
	if (strcmp(name, "icon") == 0)
		wrong = set_icon(&value, &query, icon, problem);
	else if (strlen(value.data) < value.length ||
		 !text_valid(value.data, value.length))
		wrong = failure(problem, "The value is not valid UTF-8.");
	else
		wrong = set_text(name, value.data, &query, problem);
	status = wrong ? command_complain(problem) : save(query);
	buffer_free(&value);
	return (status);
}
