/* SPDX-License-Identifier: ISC */
#include "operator/report_command.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "model/moderation.h"
#include "model/report.h"
#include "operator/command_output.h"
#include "operator/command_shared.h"

int
report_command_list(PGconn *connection, char **arguments)
{
	PGresult *rows;

	if (arguments[0] != NULL &&
	    (strcmp(arguments[0], "--all") != 0 || arguments[1] != NULL)) {
		(void)command_complain("This command has only one option:"
				       " --all.");
		return (USAGE);
	}
	rows = command_ask(connection, report_list(arguments[0] != NULL));
	if (rows == NULL)
		return (FAILED);
	command_print_rows(rows, "There are no such reports.");
	PQclear(rows);
	return (DONE);
}

/* Tell what became of report ${id}. */
static int
print_closed(const PGresult *rows, int64_t id)
{
	if (PQntuples(rows) == 0)
		return (command_complain("There is no such report."));
	if (strcmp(PQgetvalue(rows, 0, PQfnumber(rows, "closed")), "0") == 0)
		return (command_complain("This report is closed already."));
	command_print_row(rows, "Closed report %" PRId64 " about %s.", id,
	    PQgetvalue(rows, 0, PQfnumber(rows, "nickname")));
	return (DONE);
}

int
report_command_close(PGconn *connection, char **arguments)
{
	const char *words = arguments[1] == NULL ? "" : arguments[1];
	char problem[FAILURE_MAX];
	PGresult *rows;
	int64_t id;
	int status;

	if (arguments[1] != NULL && arguments[2] != NULL) {
		(void)command_complain("Put the words between quotes.");
		return (USAGE);
	}
	if (command_number(arguments[0], INT64_MAX, &id) != DONE)
		return (command_complain("There is no such report."));
	if (!text_valid(words, strlen(words)))
		return (command_complain("The words are not valid UTF-8."));
	if (words_problem(words, "A reason", 0, problem) == -1)
		return (command_complain(problem));
	rows = command_ask(connection, report_dismiss(0, id, words, 0));
	if (rows == NULL)
		return (FAILED);
	status = print_closed(rows, id);
	PQclear(rows);
	return (status);
}
