/* SPDX-License-Identifier: ISC */
#include <bsd/readpassphrase.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "http/site_url.h"
#include "model/departure.h"
#include "model/email.h"
#include "model/login.h"
#include "model/news.h"
#include "model/password.h"
#include "model/person.h"
#include "model/site.h"
#include "model/token.h"
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
 * and hash it into ${encoded}. The site is called ${site}.
 */
static int
new_password(char encoded[PASSWORD_ENCODED], const char *nickname,
    const char *email, const char *site)
{
	char typed[PASSWORD_SIZE];
	struct password password = { 0 };
	const char *problem;

	problem = read_password(typed);
	if (problem == NULL && strlen(typed) <= PASSWORD_TYPED &&
	    !text_valid(typed, strlen(typed)))
		problem = "The password is not valid UTF-8.";
	if (problem == NULL)
		problem = person_password_problem(typed, nickname, email, site);
	if (problem == NULL)
		(void)password_prepare(&password, typed);
	if (problem == NULL && password_hash(encoded, &password) == -1)
		problem = "There is not enough memory to hash the password.";
	explicit_bzero(typed, sizeof(typed));
	explicit_bzero(&password, sizeof(password));
	return (problem != NULL ? command_complain(problem) : DONE);
}

/*
 * Read a password as new_password() does. Return a connection for PQfinish(),
 * or NULL after a complaint.
 */
static PGconn *
connect_with_password(
    char encoded[PASSWORD_ENCODED], const char *nickname, const char *email)
{
	PGconn *connection = command_database();
	PGresult *site =
	    connection == NULL ? NULL : command_ask(connection, site_find());

	if (site != NULL && new_password(encoded, nickname, email,
				PQgetvalue(site, 0, 0)) == DONE) {
		PQclear(site);
		return (connection);
	}
	PQclear(site);
	PQfinish(connection);
	return (NULL);
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
	connection = connect_with_password(encoded, nickname, email);
	if (connection == NULL)
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

static int
check_nickname(const char *nickname)
{
	return (person_nickname_problem(nickname) == NULL
		    ? DONE
		    : command_complain("No member can have that nickname."));
}

/* Return the row of ${query} about a member; NULL after a complaint, also if
 * there is no such member. */
static PGresult *
ask_member(PGconn *connection, struct query query)
{
	PGresult *rows = command_ask(connection, query);

	if (rows != NULL && PQntuples(rows) == 1)
		return (rows);
	if (rows != NULL)
		(void)command_complain("No member has that nickname.");
	PQclear(rows);
	return (NULL);
}

int
person_command_password(char **arguments)
{
	char encoded[PASSWORD_ENCODED];
	PGconn *connection;
	PGresult *rows;
	int status = FAILED;

	if (check_nickname(arguments[0]) != DONE ||
	    (connection = connect_with_password(encoded, arguments[0], "")) ==
		NULL)
		return (FAILED);
	rows = ask_member(connection, person_password(arguments[0], encoded));
	if (rows != NULL) {
		printf("%s has a new password and is signed out everywhere.\n",
		    PQgetvalue(rows, 0, 0));
		status = DONE;
	}
	PQclear(rows);
	PQfinish(connection);
	return (status);
}

int
person_command_link(PGconn *connection, const char *nickname)
{
	unsigned char secret[SECRET_BYTES], hash[SECRET_BYTES];
	char text[SECRET_TEXT], error[FAILURE_MAX];
	PGresult *rows;
	int status = FAILED;

	if (check_nickname(nickname) != DONE)
		return (FAILED);
	if (site_url_read(getenv("SITE_URL"), error) == -1)
		return (command_complain(error));
	if (site_url() == NULL)
		return (command_complain(
		    "SITE_URL is not set; a link needs the site's"
		    " address, for example https://example.org"));
	token_secret(secret);
	token_hash(hash, secret);
	token_text(text, secret);
	explicit_bzero(secret, sizeof(secret));
	rows = ask_member(connection, email_link(nickname, hash));
	if (rows != NULL) {
		printf("%s/forgotten/%s\nWhoever opens this link within 24"
		       " hours can set a new password for %s, once.\n",
		    site_url(), text, nickname);
		status = DONE;
	}
	explicit_bzero(text, sizeof(text));
	PQclear(rows);
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
	rows = ask_member(connection, departure_begin(nickname, 0));
	if (rows != NULL) {
		PQclear(command_ask(connection, news_tell(NEWS_EVERYTHING)));
		printf("%s is gone. The site removes the rest within some"
		       " minutes.\n",
		    PQgetvalue(rows, 0, 0));
		status = DONE;
	}
	PQclear(rows);
	PQfinish(connection);
	return (status);
}

int
person_command_remove(char **arguments)
{
	const char *nickname = arguments[0], *yes = arguments[1];

	if (check_nickname(nickname) != DONE ||
	    (yes == NULL && confirm_removal(nickname) != DONE))
		return (FAILED);
	return (remove_person(nickname));
}

int
person_command_two_factor(PGconn *connection, const char *nickname)
{
	PGresult *rows;
	int status = FAILED;

	if (check_nickname(nickname) != DONE)
		return (FAILED);
	rows = ask_member(connection, two_factor_reset(nickname));
	if (rows != NULL) {
		printf(strcmp(PQgetvalue(rows, 0, 1), "t") == 0
			   ? "%s now signs in without a code.\n"
			   : "%s did not use two-factor sign-in.\n",
		    PQgetvalue(rows, 0, 0));
		status = DONE;
	}
	PQclear(rows);
	return (status);
}
