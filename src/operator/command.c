/* SPDX-License-Identifier: ISC */
#include <bsd/readpassphrase.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "database/connection.h"
#include "model/login.h"
#include "model/password.h"
#include "model/person.h"
#include "operator/command.h"
#include "operator/demo.h"
#include "operator/migrate.h"
#include "operator/setup.h"
#include "operator/start.h"
#include "operator/version.h"
#include "postgres/postgres.h"

/* One byte more than a password may have tells that it is too long. */
#define PASSWORD_SIZE (PASSWORD_TYPED + 2)

enum status { DONE, FAILED, USAGE };

struct command {
	const char *words[2];  /* its name: one word or two */
	const char *arguments; /* their names, for the help text */
	int count;	       /* the number of arguments */
	const char *help;
	int (*run)(char **);
};

static int
complain(const char *sentence)
{
	fprintf(stderr, "microblog: %s\n", sentence);
	return (FAILED);
}

/* Connect to the database, with its schema up to date. NULL: see stderr. */
static PGconn *
open_database(void)
{
	char error[FAILURE_MAX];
	char *string;
	PGconn *connection;

	if (sodium_init() == -1) {
		(void)complain("cannot initialize libsodium");
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

/*
 * Read a password: at a terminal, ask for it twice and do not show it;
 * otherwise read the first line of standard input.
 * Return NULL, or a sentence that says what went wrong.
 */
static const char *
read_password(char password[PASSWORD_SIZE])
{
	char again[PASSWORD_SIZE];
	const char *problem = NULL;

	if (!isatty(STDIN_FILENO)) {
		if (readpassphrase("", password, PASSWORD_SIZE, RPP_STDIN) ==
		    NULL)
			problem = "Cannot read a password.";
		return (problem);
	}
	if (readpassphrase("Password: ", password, PASSWORD_SIZE,
		RPP_REQUIRE_TTY) == NULL ||
	    readpassphrase("Repeat the password: ", again, PASSWORD_SIZE,
		RPP_REQUIRE_TTY) == NULL)
		problem = "Cannot read a password from the terminal.";
	else if (strcmp(password, again) != 0)
		problem = "The two passwords differ.";
	explicit_bzero(again, sizeof(again));
	return (problem);
}

/*
 * Read a password for the member with this ${nickname} and ${email}, check it,
 * and hash it into ${encoded}.
 */
static int
new_password(
    char encoded[PASSWORD_ENCODED], const char *nickname, const char *email)
{
	char typed[PASSWORD_SIZE];
	struct password password = { 0 };
	const char *problem;

	problem = read_password(typed);
	if (problem == NULL && strlen(typed) <= PASSWORD_TYPED &&
	    !text_valid(typed, strlen(typed)))
		problem = "The password is not valid UTF-8.";
	if (problem == NULL)
		problem = person_password_problem(typed, nickname, email);
	if (problem == NULL)
		(void)password_prepare(&password, typed);
	if (problem == NULL && password_hash(encoded, &password) == -1)
		problem = "There is not enough memory to hash the password.";
	explicit_bzero(typed, sizeof(typed));
	explicit_bzero(&password, sizeof(password));
	return (problem != NULL ? complain(problem) : DONE);
}

/* Return the rows of ${query}. NULL if it failed: see stderr. */
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
	char encoded[PASSWORD_ENCODED], key[LOGIN_KEY];
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
	if (new_password(encoded, nickname, email) != DONE ||
	    (connection = open_database()) == NULL)
		return (FAILED);
	login_key(email, key);
	rows = ask(connection, person_add(nickname, email, key, encoded, 0));
	if (rows != NULL && strcmp(PQgetvalue(rows, 0, 0), "added") == 0) {
		printf("Added %s.\n", nickname);
		status = DONE;
	} else if (rows != NULL)
		status = complain(
		    "This nickname is taken or reserved; choose another.");
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
		return (complain("No member can have that nickname."));
	if (new_password(encoded, arguments[0], "") != DONE ||
	    (connection = open_database()) == NULL)
		return (FAILED);
	rows = ask(connection, person_password(arguments[0], encoded));
	if (rows != NULL && PQntuples(rows) == 1) {
		printf("%s has a new password and is signed out everywhere.\n",
		    PQgetvalue(rows, 0, 0));
		status = DONE;
	} else if (rows != NULL)
		status = complain("No member has that nickname.");
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

static int
run_setup_in(char **arguments)
{
	char error[FAILURE_MAX];

	if (setup(arguments[0], arguments[1], error) == -1)
		return (complain(error));
	return (DONE);
}

static int
run_setup(char **arguments)
{
	char folder[] = SETUP_FOLDER, environment[] = SETUP_ENVIRONMENT;
	char *usual[] = { folder, environment };

	(void)arguments;
	return (run_setup_in(usual));
}

static int run_help(char **);

static const struct command commands[] = {
	{ { "help", NULL }, "", 0, "print this text", run_help },
	{ { "version", NULL }, "", 0, "print the version", run_version },
	{ { "setup", NULL }, "", 0,
	    "ask two questions and configure a public site", run_setup },
	{ { "setup", NULL }, "FOLDER FILE", 2,
	    "the same in other places than " SETUP_FOLDER
	    "\n                           and " SETUP_ENVIRONMENT,
	    run_setup_in },
	{ { "migrate", NULL }, "", 0, "bring the database schema up to date",
	    run_migrate },
	{ { "person", "add" }, "NICK EMAIL", 2, "add a member",
	    run_person_add },
	{ { "person", "password" }, "NICK", 1,
	    "set a member's password and end their sessions",
	    run_person_password },
	{ { "demo", NULL }, "", 0, "add sample people and posts", run_demo },
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
print_usage(FILE *out)
{
	const struct command *command;
	char name[80];
	size_t i;

	fprintf(out,
	    "usage: microblog -fnr    serve the site until Ctrl-C (add -v to"
	    " log more)\n"
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
	    "\nA command that needs a password asks for it at the terminal, or"
	    " reads one\nline from standard input.\n\n"
	    "DATABASE_URL        the database; if not set, a private one in"
	    " var/\n"
	    "DATABASE_OWNER_URL  the same database as the role that owns the"
	    " schema, if the\n"
	    "                    role in DATABASE_URL does not\n"
	    "SITE_URL            the site's public address, such as"
	    " https://example.org\n"
	    "TRUSTED_PROXY       addresses of proxies in front of the site, "
	    "such"
	    " as\n"
	    "                    10.0.0.2 or fd00::/64\n"
	    "PROXY_PROTOCOL      on, if they name their clients in that"
	    " protocol, or off\n"
	    "RATE_LIMITS         changes to the limits, such as posts=100/1h,"
	    " or off\n"
	    "SECURITY_CONTACT    where to report a security problem, such as\n"
	    "                    mailto:security@example.org\n");
}

static int
run_help(char **arguments)
{
	(void)arguments;
	print_usage(stdout);
	return (DONE);
}

/* If the arguments begin with its name, return how many words that has. */
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
