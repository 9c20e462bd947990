/* SPDX-License-Identifier: ISC */
#include "operator/moderation_command.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "mail/smtp_settings.h"
#include "model/mail.h"
#include "model/moderation.h"
#include "model/news.h"
#include "model/person.h"
#include "operator/command_output.h"
#include "operator/command_shared.h"

#define NEWEST 50 /* members that are listed if nobody says how many */

/* Print the row of ${query}, or complain that there is ${none}. */
static int
show(PGconn *connection, struct query query, const char *none)
{
	PGresult *rows = command_ask(connection, query);
	int status = FAILED;

	if (rows != NULL && PQntuples(rows) == 0)
		status = command_complain(none);
	else if (rows != NULL) {
		command_print_rows(rows, "");
		status = DONE;
	}
	PQclear(rows);
	return (status);
}

static int
list(PGconn *connection, struct query query, const char *none)
{
	PGresult *rows = command_ask(connection, query);
	int status = FAILED;

	if (rows != NULL) {
		command_print_rows(rows, none);
		status = DONE;
	}
	PQclear(rows);
	return (status);
}

static int
read_id(const char *text, int64_t *id)
{
	if (command_number(text, INT64_MAX, id) == DONE)
		return (DONE);
	return (command_complain(
	    "Write a number, such as the one in the address of a post."));
}

static int
check_nickname(const char *nickname)
{
	return (person_nickname_problem(nickname) == NULL
		    ? DONE
		    : command_complain("No member can have that nickname."));
}

/* Read the option --words into ${words}. Return DONE, or another status. */
static int
read_words(char **arguments, const char **words)
{
	struct command_option options[] = { { "--words", NULL }, { 0 } };
	int status = command_options(arguments, options);
	char problem[FAILURE_MAX];

	*words = options[0].value == NULL ? "" : options[0].value;
	if (status != DONE)
		return (status);
	if (!text_valid(*words, strlen(*words)))
		return (command_complain("The words are not valid UTF-8."));
	if (words_problem(*words, "A reason", 0, problem) == -1)
		return (command_complain(problem));
	return (DONE);
}

/* Tell the workers what changed, if the query says so. */
static void
tell_news(PGconn *connection, const PGresult *rows)
{
	int column = PQfnumber(rows, "changed");

	if (column != -1 && !PQgetisnull(rows, 0, column))
		PQclear(command_ask(
		    connection, news_tell(PQgetvalue(rows, 0, column))));
}

/* Send a query that does something; say what became of it, "${done} john". */
static int
act(PGconn *connection, struct query query, const char *done, const char *none)
{
	PGresult *rows = command_ask(connection, query);
	const char *problem;
	int status = FAILED;

	if (rows == NULL)
		return (FAILED);
	problem = PQntuples(rows) == 0
		      ? none
		      : moderation_refused(PQgetvalue(rows, 0, 0));
	if (problem != NULL)
		(void)command_complain(problem);
	else {
		tell_news(connection, rows);
		command_print_row(rows, done, PQgetvalue(rows, 0, 1));
		status = DONE;
	}
	PQclear(rows);
	return (status);
}

/* The courier runs beside the site, if that sends mail. */
static struct query
action_query(
    enum moderation_action action, const char *nickname, const char *words)
{
	mail_start(smtp_enabled());
	return (moderation_act(0, action, nickname, words, 0));
}

static int
act_on(PGconn *connection, enum moderation_action action, char **arguments,
    const char *done)
{
	const char *words;
	int status = check_nickname(arguments[0]);

	if (status == DONE)
		status = read_words(arguments + 1, &words);
	if (status != DONE)
		return (status);
	return (act(connection, action_query(action, arguments[0], words), done,
	    "No member has that nickname."));
}

int
moderation_command_people(PGconn *connection, char **arguments)
{
	struct command_option options[] = { { "--only", NULL },
		{ "--newest", NULL }, { 0 } };
	int64_t newest = NEWEST;
	int status = command_options(arguments, options);

	if (status != DONE)
		return (status);
	if (options[0].value != NULL &&
	    strcmp(options[0].value, "suspended") != 0)
		return (command_complain("Only \"--only suspended\" exists."));
	if (options[1].value != NULL &&
	    command_number(options[1].value, INT32_MAX, &newest) != DONE)
		return (command_complain(
		    "Write how many members to list, such as --newest 20."));
	return (list(connection, person_list(options[0].value != NULL, newest),
	    "There is nobody."));
}

int
moderation_command_person(PGconn *connection, char **arguments)
{
	if (check_nickname(arguments[0]) != DONE)
		return (FAILED);
	return (show(connection, moderation_person(arguments[0]),
	    "No member has that nickname."));
}

int
moderation_command_suspend(PGconn *connection, char **arguments)
{
	return (act_on(connection, MODERATION_SUSPEND, arguments,
	    "%s is suspended and signed out everywhere. \"microblog person"
	    " restore\" undoes that for 30 days; then the account is"
	    " deleted."));
}

int
moderation_command_restore(PGconn *connection, char **arguments)
{
	return (act_on(connection, MODERATION_RESTORE, arguments,
	    "%s is back, with everything."));
}

int
moderation_command_remove(PGconn *connection, const char *nickname)
{
	return (act(connection, action_query(MODERATION_REMOVE, nickname, ""),
	    "%s is gone. The site removes the rest within some minutes.",
	    "No member has that nickname."));
}

int
moderation_command_post(PGconn *connection, char **arguments)
{
	int64_t post;

	if (read_id(arguments[0], &post) != DONE)
		return (FAILED);
	return (
	    show(connection, moderation_post(post), "There is no such post."));
}

int
moderation_command_remove_post(PGconn *connection, char **arguments)
{
	const char *words;
	int64_t post;
	int status = read_id(arguments[0], &post);

	if (status == DONE)
		status = read_words(arguments + 1, &words);
	if (status != DONE)
		return (status);
	return (act(connection, moderation_remove_post(0, post, words, 0),
	    "The post by %s is deleted. \"microblog moderation undo\" brings it"
	    " back for 30 days.",
	    "There is no such post."));
}

int
moderation_command_log(PGconn *connection, char **arguments)
{
	struct command_option options[] = { { "--before", NULL }, { 0 } };
	int64_t before = INT64_MAX;
	int status = command_options(arguments, options);

	if (status == DONE && options[0].value != NULL)
		status = read_id(options[0].value, &before);
	if (status != DONE)
		return (status);
	return (list(connection, moderation_log(before),
	    "No moderator has done anything."));
}

int
moderation_command_undo(PGconn *connection, char **arguments)
{
	int64_t id;

	if (read_id(arguments[0], &id) != DONE)
		return (FAILED);
	return (act(connection, moderation_undo(0, id),
	    "It is undone, and %s is told.",
	    "The log has no such entry; see \"microblog moderation log\"."));
}

int
moderation_command_close(PGconn *connection, char **arguments)
{
	struct command_option options[] = { { "--days", NULL },
		{ "--words", NULL }, { 0 } };
	int64_t days = CLOSED_DAYS;
	char problem[FAILURE_MAX];
	const char *words;
	int status = command_options(arguments + 1, options);

	if (status != DONE)
		return (status);
	if (options[0].value != NULL &&
	    command_number(options[0].value, CLOSED_DAYS_MAX, &days) != DONE)
		return (command_complain("Write for how many days, such as "
					 "--days 30."));
	words = options[1].value == NULL ? "" : options[1].value;
	if (!text_valid(words, strlen(words)) ||
	    !text_valid(arguments[0], strlen(arguments[0])))
		return (command_complain("This is not valid UTF-8."));
	if (words_problem(words, "A reason", 0, problem) == -1)
		return (command_complain(problem));
	return (act(connection,
	    moderation_close_sign_up(0, arguments[0], days, words),
	    "Nobody can sign up from %s.", "Nothing was changed."));
}

int
moderation_command_open(PGconn *connection, char **arguments)
{
	if (!text_valid(arguments[0], strlen(arguments[0])))
		return (command_complain("This is not valid UTF-8."));
	return (act(connection, moderation_open_sign_up(0, arguments[0]),
	    "Sign-up from %s is open again.", "Nothing was changed."));
}
