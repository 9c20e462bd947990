/* SPDX-License-Identifier: ISC */
#include <libpq-fe.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/failure.h"
#include "errand/clerk.h"
#include "errand/logger.h"
#include "metrics/access_log.h"
#include "operator/backup_command.h"
#include "operator/check_command.h"
#include "operator/command.h"
#include "operator/command_output.h"
#include "operator/command_shared.h"
#include "operator/demo.h"
#include "operator/link_command.h"
#include "operator/mail_command.h"
#include "operator/moderation_command.h"
#include "operator/person_command.h"
#include "operator/registration_command.h"
#include "operator/report_command.h"
#include "operator/setup.h"
#include "operator/site_command.h"
#include "operator/start.h"
#include "operator/version.h"

struct command {
	const char *words[2];  /* its name: one word or two */
	const char *arguments; /* their names, for the help text; the last may
				  be a word that must be typed like that */
	int count;	       /* the number of arguments */
	const char *help;
	int options; /* more may follow: command_options() */
	int json;    /* so may --json: command_output.h */

	/* One of these runs it: alone, with the database and the first
	 * argument, with the database and all arguments (which end with NULL),
	 * or beside the workers with a connection string. */
	int (*run)(char **);
	int (*use)(PGconn *, const char *);
	int (*act)(PGconn *, char **);
	int (*serve)(const char *);
};

static int
run_version(char **arguments)
{
	(void)arguments;
	printf("microblog " MICROBLOG_VERSION "\n");
	return (DONE);
}

/* Connecting has brought the schema up to date. */
static int
use_migrate(PGconn *connection, const char *argument)
{
	(void)connection;
	(void)argument;
	printf("The database is up to date.\n");
	return (DONE);
}

static int
use_demo(PGconn *connection, const char *argument)
{
	char error[FAILURE_MAX];

	(void)argument;
	return (demo_fill(connection, error) == -1 ? command_complain(error)
						   : DONE);
}

static int
run_setup_in(char **arguments)
{
	char error[FAILURE_MAX];

	if (setup(arguments[0], arguments[1], error) == -1)
		return (command_complain(error));
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

/* Run a process that serves beside the workers. */
static int
run_beside(int (*serve)(const char *))
{
	char error[FAILURE_MAX];
	char *string;
	int status;

	if (sodium_init() == -1)
		return (command_complain("cannot initialize libsodium"));
	string = start_find(error);
	if (string == NULL)
		return (command_complain(error));
	status = serve(string);
	free(string);
	return (status);
}

/* Run a command that uses the database. */
static int
run_with(const struct command *command, char **arguments)
{
	PGconn *connection = command_database();
	int status;

	if (connection == NULL)
		return (FAILED);
	status = command->use != NULL ? command->use(connection, arguments[0])
				      : command->act(connection, arguments);
	PQfinish(connection);
	return (status);
}

static int
run_logger(char **arguments)
{
	(void)arguments;
	return (logger_run(getenv(ACCESS_LOG_NAME)) == -1 ? FAILED : DONE);
}

static int run_help(char **);

static const struct command commands[] = {
	{ { "help" }, "", 0, "print this text", .run = run_help },
	{ { "version" }, "", 0, "print the version", .run = run_version },
	{ { "setup" }, "", 0, "ask two questions and configure a public site",
	    .run = run_setup },
	{ { "setup" }, "FOLDER FILE", 2,
	    "the same in other places than " SETUP_FOLDER
	    "\n                           and " SETUP_ENVIRONMENT,
	    .run = run_setup_in },
	{ { "migrate" }, "", 0, "bring the database schema up to date",
	    .use = use_migrate },
	{ { "person", "add" }, "NICK EMAIL", 2, "add a member",
	    .run = person_command_add },
	{ { "person", "password" }, "NICK", 1,
	    "set a member's password and end their sessions",
	    .run = person_command_password },
	{ { "person", "password" }, "NICK --link", 2,
	    "print a link with which a member can set one",
	    .use = person_command_link },
	{ { "person", "two-factor" }, "NICK off", 2,
	    "let a member who lost phone and codes sign in without",
	    .use = person_command_two_factor },
	{ { "person", "remove" }, "NICK", 1,
	    "delete an account, after you have typed the nickname again",
	    .run = person_command_remove },
	{ { "person", "remove" }, "NICK --yes", 2,
	    "delete an account without asking", .run = person_command_remove },
	{ { "site", "show" }, "", 0, "print the settings of the site",
	    .json = 1, .use = site_command_show },
	{ { "site", "set" }, "NAME VALUE", 2,
	    "change one of them; VALUE - reads standard input",
	    .run = site_command_set },
	{ { "person", "role" }, "NICK ROLE", 2,
	    "make somebody a member, moderator or admin", .json = 1,
	    .act = person_command_role },
	{ { "door" }, "", 0, "print who may sign up", .json = 1,
	    .act = registration_command_door },
	{ { "door" }, "HOW", 1, "open, invite, approve or closed", .json = 1,
	    .act = registration_command_door },
	{ { "invite", "make" }, "[OPTIONS]", 0,
	    "invite people: --uses N, --days N, --note TEXT", .options = 1,
	    .json = 1, .act = registration_command_invite },
	{ { "invite", "list" }, "", 0, "print the invitations", .json = 1,
	    .use = registration_command_list },
	{ { "invite", "revoke" }, "ID", 1, "take an invitation back", .json = 1,
	    .use = registration_command_revoke },
	{ { "person", "list" }, "[--only suspended] [--newest COUNT]", 0,
	    "print the newest members", .options = 1, .json = 1,
	    .act = moderation_command_people },
	{ { "person", "show" }, "NICK", 1,
	    "print what moderators know about a member", .json = 1,
	    .act = moderation_command_person },
	{ { "person", "suspend" }, "NICK [--words TEXT]", 1,
	    "sign a member out and let nobody see them, for this reason",
	    .options = 1, .json = 1, .act = moderation_command_suspend },
	{ { "person", "restore" }, "NICK [--words TEXT]", 1,
	    "undo that, within 30 days", .options = 1, .json = 1,
	    .act = moderation_command_restore },
	{ { "post", "show" }, "ID", 1, "print a post", .json = 1,
	    .act = moderation_command_post },
	{ { "post", "remove" }, "ID [--words TEXT]", 1,
	    "delete a post, for this reason", .options = 1, .json = 1,
	    .act = moderation_command_remove_post },
	{ { "moderation", "log" }, "[--before ID]", 0,
	    "print what moderators and operators did", .options = 1, .json = 1,
	    .act = moderation_command_log },
	{ { "moderation", "close" },
	    "NETWORK|DOMAIN [--days COUNT] [--words TEXT]", 1,
	    "let nobody sign up from a network or mail domain for some days",
	    .options = 1, .json = 1, .act = moderation_command_close },
	{ { "moderation", "open" }, "NETWORK|DOMAIN", 1, "undo that", .json = 1,
	    .act = moderation_command_open },
	{ { "moderation", "undo" }, "ID", 1, "undo an entry of that log",
	    .json = 1, .act = moderation_command_undo },
	{ { "report", "list" }, "[--all]", 0,
	    "print the open reports, or also the closed ones", .options = 1,
	    .json = 1, .act = report_command_list },
	{ { "report", "close" }, "ID [WORDS]", 1,
	    "close a report without doing anything", .options = 1, .json = 1,
	    .act = report_command_close },
	{ { "demo" }, "", 0, "add sample people and posts", .use = use_demo },
	{ { "mail", "test" }, "ADDRESS", 1, "send a test message",
	    .use = mail_command_test },
	{ { "mail", "list" }, "", 0, "print the messages that were not sent",
	    .use = mail_command_list },
	{ { "mail", "retry" }, "ID", 1, "send one of them now, or all",
	    .use = mail_command_retry },
	{ { "mail", "drop" }, "ID", 1, "delete one of them",
	    .use = mail_command_drop },
	{ { "clerk" }, "", 0,
	    "do slow work beside the site, which runs this itself",
	    .serve = clerk_run },
	{ { "courier" }, "", 0, "send the messages; the site runs this, too",
	    .serve = mail_command_courier },
	{ { "verifier" }, "", 0,
	    "verify the links on profiles; the site runs this, if SITE_URL is"
	    " set",
	    .serve = link_command_verifier },
	{ { "logger" }, "", 0,
	    "write the access log; the site runs this, if ACCESS_LOG is set",
	    .run = run_logger },
	{ { "backup" }, "FILE", 1,
	    "back up the database, also while the site runs",
	    .run = backup_command_make },
	{ { "restore", "--try" }, "FILE", 1,
	    "restore a backup into a temporary database, and check it",
	    .run = backup_command_try },
	{ { "restore" }, "FILE", 1, "restore a backup into an empty database",
	    .run = backup_command_restore },
	{ { "check" }, "", 0,
	    "check the data, the certificate, the limits and the disk",
	    .run = check_command_text },
	{ { "check", "--json" }, "", 0, "the same for programs",
	    .run = check_command_json },
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
		(void)snprintf(name, sizeof(name), "%s%s%s%s%s%s",
		    command->words[0], command->words[1] != NULL ? " " : "",
		    command->words[1] != NULL ? command->words[1] : "",
		    *command->arguments != '\0' ? " " : "", command->arguments,
		    command->json ? " [--json]" : "");
		/* Two spaces end the name for programs that read this. */
		fprintf(out, "  %-27s  %s\n", name, command->help);
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
	    "LINK_NETWORKS       networks where links of members may lead, such"
	    " as\n"
	    "                    10.0.0.0/8; without it, only public ones\n"
	    "RATE_LIMITS         changes to the limits, such as posts=100/1h,"
	    " or off\n"
	    "SMTP_URL            the mail server, such as"
	    " smtp://USER@mail.example.org\n"
	    "SMTP_PASSWORD_FILE  a file with the password of that user; or"
	    " SMTP_PASSWORD\n"
	    "SMTP_CA_FILE        certificates that the mail server's must"
	    " descend from\n"
	    "MAIL_FROM           the sender of messages\n"
	    "ACCESS_LOG          a file that gets a line for each request; - "
	    "for"
	    " standard output\n"
	    "ACCESS_LOG_ADDRESSES  on, if the lines have network addresses, or"
	    " off\n"
	    "METRICS_TOKEN_FILE  a file with the token for /metrics; or"
	    " METRICS_TOKEN\n"
	    "OPENID_PROVIDERS    a file with the identity providers\n"
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

static int
execute(const struct command *command, char **arguments)
{
	if (command->serve != NULL)
		return (run_beside(command->serve));
	if (command->use != NULL || command->act != NULL)
		return (run_with(command, arguments));
	return (command->run(arguments));
}

/* May this be the last argument? NICK stands for any, --yes only for itself. */
static int
fits(const struct command *command, const char *last)
{
	const char *word = strrchr(command->arguments, ' ');

	return (word == NULL || ascii_lower(word[1]) != word[1] ||
		strcmp(word + 1, last) == 0);
}

/* Is this command meant? Return how many words of it there are, or 0. */
static int
accepts(const struct command *command, int argc, char **argv)
{
	int words = matches(command, argc, argv), count = argc - 1 - words;

	if (words == 0)
		return (0);
	if (command->options)
		return (count >= command->count ? words : 0);
	return (count == command->count && fits(command, argv[argc - 1]) ? words
									 : 0);
}

int
command_run(int argc, char **argv)
{
	int words, json, asked = strcmp(argv[argc - 1], "--json") == 0;
	const struct command *command;

	for (command = commands; command < commands + COMMANDS; command++) {
		json = asked && command->json;
		words = accepts(command, argc - json, argv);
		if (words == 0)
			continue;
		if (json) {
			argv[argc - 1] = NULL;
			command_output_json();
		}
		return (execute(command, argv + 1 + words));
	}
	print_usage(stderr);
	return (USAGE);
}
