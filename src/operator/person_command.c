/* SPDX-License-Identifier: ISC */
#include <bsd/readpassphrase.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "model/departure.h"
#include "model/login.h"
#include "model/news.h"
#include "model/password.h"
#include "model/person.h"
#include "model/two_factor.h"
#include "operator/command_shared.h"
#include "operator/person_command.h"

/* One byte more than a password may have tells that it is too long. */
#define PASSWORD_SIZE (PASSWORD_TYPED + 2)

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
	return (problem != NULL ? command_complain(problem) : DONE);
}

int
person_command_add(char **arguments)
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
		return (command_complain(problem));
	if (new_password(encoded, nickname, email) != DONE ||
	    (connection = command_database()) == NULL)
		return (FAILED);
	login_key(email, key);
	rows = command_ask(
	    connection, person_add(nickname, email, key, encoded, 0));
	if (rows != NULL && strcmp(PQgetvalue(rows, 0, 0), "added") == 0) {
		printf("Added %s.\n", nickname);
		status = DONE;
	} else if (rows != NULL)
		status = command_complain(
		    "This nickname is taken or reserved; choose another.");
	PQclear(rows);
	PQfinish(connection);
	return (status);
}

int
person_command_password(char **arguments)
{
	char encoded[PASSWORD_ENCODED];
	PGconn *connection;
	PGresult *rows;
	int status = FAILED;

	if (person_nickname_problem(arguments[0]) != NULL)
		return (command_complain("No member can have that nickname."));
	if (new_password(encoded, arguments[0], "") != DONE ||
	    (connection = command_database()) == NULL)
		return (FAILED);
	rows = command_ask(connection, person_password(arguments[0], encoded));
	if (rows != NULL && PQntuples(rows) == 1) {
		printf("%s has a new password and is signed out everywhere.\n",
		    PQgetvalue(rows, 0, 0));
		status = DONE;
	} else if (rows != NULL)
		status = command_complain("No member has that nickname.");
	PQclear(rows);
	PQfinish(connection);
	return (status);
}

/* Make the operator type ${nickname} at the terminal. */
static int
confirm_removal(const char *nickname)
{
	char typed[NICKNAME_MAX + 2];

	if (!isatty(STDIN_FILENO))
		return (command_complain(
		    "Nobody at a terminal can confirm this; add"
		    " --yes to remove the member unasked."));
	printf("This deletes %s's account and all that is in it.\n", nickname);
	if (readpassphrase("Type the nickname again to confirm: ", typed,
		sizeof(typed), RPP_ECHO_ON | RPP_REQUIRE_TTY) == NULL)
		return (command_complain("Cannot read from the terminal."));
	if (strcasecmp(typed, nickname) != 0)
		return (command_complain("That is another nickname; nothing was"
					 " changed."));
	return (DONE);
}

/* Remove the member as if they had deleted their account. */
static int
remove_person(const char *nickname)
{
	PGconn *connection = command_database();
	PGresult *rows;
	int status = FAILED;

	if (connection == NULL)
		return (FAILED);
	rows = command_ask(connection, departure_begin(nickname, 0));
	if (rows != NULL && PQntuples(rows) == 1) {
		PQclear(command_ask(connection, news_tell(NEWS_EVERYTHING)));
		printf("%s is gone. The site removes the rest within some"
		       " minutes.\n",
		    PQgetvalue(rows, 0, 0));
		status = DONE;
	} else if (rows != NULL)
		status = command_complain("No member has that nickname.");
	PQclear(rows);
	PQfinish(connection);
	return (status);
}

/* The second argument, if there is one, must be --yes. */
int
person_command_remove(char **arguments)
{
	const char *nickname = arguments[0], *more = arguments[1];

	if (more != NULL && strcmp(more, "--yes") != 0)
		return (command_complain(
		    "After the nickname, there can be --yes."));
	if (person_nickname_problem(nickname) != NULL)
		return (command_complain("No member can have that nickname."));
	if (more == NULL && confirm_removal(nickname) != DONE)
		return (FAILED);
	return (remove_person(nickname));
}

int
person_command_two_factor(char **arguments)
{
	PGconn *connection;
	PGresult *rows;
	int status = FAILED;

	if (strcmp(arguments[1], "off") != 0)
		return (command_complain(
		    "Only a member can turn two-factor sign-in on;"
		    " write \"off\" after the nickname."));
	if (person_nickname_problem(arguments[0]) != NULL)
		return (command_complain("No member can have that nickname."));
	if ((connection = command_database()) == NULL)
		return (FAILED);
	rows = command_ask(connection, two_factor_reset(arguments[0]));
	if (rows != NULL && PQntuples(rows) == 1) {
		printf(strcmp(PQgetvalue(rows, 0, 1), "t") == 0
			   ? "%s now signs in without a code.\n"
			   : "%s did not use two-factor sign-in.\n",
		    PQgetvalue(rows, 0, 0));
		status = DONE;
	} else if (rows != NULL)
		status = command_complain("No member has that nickname.");
	PQclear(rows);
	PQfinish(connection);
	return (status);
}
