#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "database/connection.h"
#include "model/password.h"
#include "model/person.h"
#include "operator/command.h"
#include "operator/demo.h"
#include "operator/migrate.h"
#include "operator/start.h"
#include "operator/terminal.h"
#include "operator/version.h"
#include "postgres/postgres.h"

enum status { DONE, FAILED, USAGE };

/* What may stand behind the program's name. */
struct command {
	const char *words[2];  /* one or two */
	const char *arguments; /* what they are called, in help */
	int count;	       /* how many they are */
	const char *help;
	int (*run)(char **);
};

static int
complain(const char *sentence)
{
	fprintf(stderr, "microblog: %s\n", sentence);
	return (FAILED);
}

/* The database, its schema up to date; NULL if that failed, and it was said. */
static PGconn *
open_database(void)
{
	char error[FAILURE_MAX];
	char *string;
	PGconn *connection;

	if (sodium_init() == -1) {
		(void)complain("libsodium does not start");
		return (NULL);
	}
	string = start_database(START_COMMAND, error);
	connection = string != NULL ? connection_open(string, error) : NULL;
	if (connection == NULL)
		(void)complain(error);
	free(string);
	return (connection);
}

static int
run_version(char **arguments)
{
	(void)arguments;
	printf("microblog " MICROBLOG_VERSION "\n");
	return (DONE);
}

static int
run_migrate(char **arguments)
{
	PGconn *connection = open_database();

	(void)arguments;
	if (connection == NULL)
		return (FAILED);
	PQfinish(connection);
	printf("The database is up to date.\n");
	return (DONE);
}

/* Read a password, judge it, and hash it into ${encoded}. */
static int
new_password(char encoded[PASSWORD_ENCODED])
{
	char password[PASSWORD_MAX + 2];
	const char *problem;

	problem = terminal_password(password, sizeof(password));
	if (problem == NULL && !text_valid(password, strlen(password)))
		problem = "The password is not valid UTF-8.";
	if (problem == NULL)
		problem = person_password_problem(password);
	if (problem == NULL && password_hash(encoded, password) == -1)
		problem = "There is not enough memory to hash the password.";
	explicit_bzero(password, sizeof(password));
	return (problem != NULL ? complain(problem) : DONE);
}

/* What the server made of a question; NULL if it failed, and it was said. */
static PGresult *
ask(PGconn *connection, struct query query)
{
	char error[FAILURE_MAX];
	PGresult *rows = connection_ask(connection, &query);

	if (PQresultStatus(rows) == PGRES_TUPLES_OK)
		return (rows);
	connection_error(connection, error);
	(void)complain(error);
	PQclear(rows);
	return (NULL);
}

static int
run_person_add(char **arguments)
{
	const char *nickname = arguments[0], *email = arguments[1];
	char encoded[PASSWORD_ENCODED];
	const char *problem;
	PGconn *connection;
	PGresult *rows;
	int status = FAILED;

	problem = person_nickname_problem(nickname);
	if (problem == NULL && !text_valid(email, strlen(email)))
		problem = "The e-mail address is not valid UTF-8.";
	if (problem == NULL)
		problem = person_email_problem(email);
	if (problem != NULL)
		return (complain(problem));
	if (new_password(encoded) != DONE ||
	    (connection = open_database()) == NULL)
		return (FAILED);
	rows = ask(connection, person_add(nickname, email, encoded, 0));
	if (rows != NULL && strcmp(PQgetvalue(rows, 0, 0), "added") == 0) {
		printf("Added %s.\n", nickname);
		status = DONE;
	} else if (rows != NULL)
		status = complain("This nickname is taken or reserved.");
	PQclear(rows);
	PQfinish(connection);
	return (status);
}

static int
run_person_password(char **arguments)
{
	char encoded[PASSWORD_ENCODED];
	PGconn *connection;
	PGresult *rows;
	int status = FAILED;

	if (person_nickname_problem(arguments[0]) != NULL)
		return (complain("Nobody can have that nickname."));
	if (new_password(encoded) != DONE ||
	    (connection = open_database()) == NULL)
		return (FAILED);
	rows = ask(connection, person_password(arguments[0], encoded));
	if (rows != NULL && PQntuples(rows) == 1) {
		printf("%s has a new password and is signed out everywhere.\n",
		    PQgetvalue(rows, 0, 0));
		status = DONE;
	} else if (rows != NULL)
		status = complain("Nobody is called that now.");
	PQclear(rows);
	PQfinish(connection);
	return (status);
}

static int
run_demo(char **arguments)
{
	char error[FAILURE_MAX];
	PGconn *connection = open_database();
	int status = DONE;

	(void)arguments;
	if (connection == NULL)
		return (FAILED);
	if (demo_fill(connection, error) == -1)
		status = complain(error);
	PQfinish(connection);
	return (status);
}

static int run_help(char **);

static const struct command commands[] = {
	{ { "help", NULL }, "", 0, "this text", run_help },
	{ { "version", NULL }, "", 0, "which version this is", run_version },
	{ { "migrate", NULL }, "", 0, "only bring the schema up to date",
	    run_migrate },
	{ { "person", "add" }, "NICK EMAIL", 2, "add a member",
	    run_person_add },
	{ { "person", "password" }, "NICK", 1,
	    "set a member's password; ends their sessions",
	    run_person_password },
	{ { "demo", NULL }, "", 0, "add sample people and posts to look at",
	    run_demo },
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
print_usage(FILE *out)
{
	const struct command *command;
	char name[80];
	size_t i;

	fprintf(out, "usage: microblog -fnr    serve the site until Ctrl-C\n"
		     "       microblog COMMAND\n\n");
	for (i = 0; i < COMMANDS; i++) {
		command = &commands[i];
		(void)snprintf(name, sizeof(name), "%s%s%s %s",
		    command->words[0], command->words[1] != NULL ? " " : "",
		    command->words[1] != NULL ? command->words[1] : "",
		    command->arguments);
		fprintf(out, "  %-24s %s\n", name, command->help);
	}
	fprintf(out,
	    "\nPasswords are asked for at the terminal, or read from standard"
	    " input.\nDATABASE_URL names the database; without it, microblog"
	    " has one of its own in var/.\nDATABASE_OWNER_URL names it with"
	    " the account that owns the schema, if\nthe site's own does"
	    " not.\n");
}

static int
run_help(char **arguments)
{
	(void)arguments;
	print_usage(stdout);
	return (DONE);
}

/* Is it what the words say? Answer: how many words it has, or 0. */
static int
matches(const struct command *command, int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[1], command->words[0]) != 0)
		return (0);
	if (command->words[1] == NULL)
		return (1);
	if (argc < 3 || strcmp(argv[2], command->words[1]) != 0)
		return (0);
	return (2);
}

int
command_run(int argc, char **argv)
{
	size_t i;
	int words;

	for (i = 0; i < COMMANDS; i++) {
		words = matches(&commands[i], argc, argv);
		if (words > 0 && argc - 1 - words == commands[i].count)
			return (commands[i].run(argv + 1 + words));
	}
	print_usage(stderr);
	return (USAGE);
}
