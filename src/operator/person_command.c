/* SPDX-License-Identifier: ISC */
#include <bsd/readpassphrase.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "model/login.h"
#include "model/password.h"
#include "model/person.h"
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
