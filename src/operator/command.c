/* SPDX-License-Identifier: ISC */
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "base/failure.h"
#include "operator/backup_command.h"
#include "operator/check_command.h"
#include "operator/command.h"
#include "operator/command_shared.h"
#include "operator/demo.h"
#include "operator/person_command.h"
#include "operator/version.h"

struct command {
	const char *words[2];  /* its name: one word or two */
	const char *arguments; /* their names, for the help text */
	int count;	       /* the number of arguments */
	const char *help;
	int (*run)(char **);
};

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
	PGconn *connection = command_database();

	(void)arguments;
	if (connection == NULL)
		return (FAILED);
	PQfinish(connection);
	printf("The database is up to date.\n");
	return (DONE);
}

static int
run_demo(char **arguments)
{
	char error[FAILURE_MAX];
	PGconn *connection = command_database();
	int status = DONE;

	(void)arguments;
	if (connection == NULL)
		return (FAILED);
	if (demo_fill(connection, error) == -1)
		status = command_complain(error);
	PQfinish(connection);
	return (status);
}

static int run_help(char **);

static const struct command commands[] = {
	{ { "help", NULL }, "", 0, "print this text", run_help },
	{ { "version", NULL }, "", 0, "print the version", run_version },
	{ { "migrate", NULL }, "", 0, "bring the database schema up to date",
	    run_migrate },
	{ { "person", "add" }, "NICK EMAIL", 2, "add a member",
	    person_command_add },
	{ { "person", "password" }, "NICK", 1,
	    "set a member's password and end their sessions",
	    person_command_password },
	{ { "demo", NULL }, "", 0, "add sample people and posts", run_demo },
	{ { "backup", NULL }, "FILE", 1,
	    "back up the database, also while the site runs",
	    backup_command_make },
	{ { "restore", "--try" }, "FILE", 1,
	    "restore a backup into a temporary database, and check it",
	    backup_command_try },
	{ { "restore", NULL }, "FILE", 1,
	    "restore a backup into an empty database", backup_command_restore },
	{ { "check", NULL }, "", 0,
	    "check the data, the certificate, the limits and the disk",
	    check_command_text },
	{ { "check", "--json" }, "", 0, "the same for programs",
	    check_command_json },
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
