/* SPDX-License-Identifier: ISC */
#include "model/person.h"

#include <string.h>

#include "model/login.h"
#include "model/mail.h"
#include "model/password.h"
#include "model/rate.h"
#include "model/session.h"
#include "model/statement.h"
#include "model/token.h"

#define LETTERS_AND_DIGITS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#define NICKNAME_CHARACTERS LETTERS_AND_DIGITS "_"

enum role
role_read(const char *name)
{
	if (strcmp(name, "admin") == 0)
		return (ROLE_ADMIN);
	return (strcmp(name, "moderator") == 0 ? ROLE_MODERATOR : ROLE_MEMBER);
}

struct query
person_add(const char *nickname, const char *email, const char *email_key,
    const char *password, int any)
{
	return ((struct query){ SQL(person_add),
	    { TEXT(nickname), TEXT(email), TEXT(email_key), TEXT(password),
		TEXT(any ? "t" : "f"), MAIL_SENDS, RATE(RATE_CONFIRM) } });
}

struct query
person_admit(const char *nickname, const char *email, const char *email_key,
    const char *password)
{
	return ((struct query){ SQL(person_admit),
	    { TEXT(nickname), TEXT(email), TEXT(email_key), TEXT(password) } });
}

struct query
person_role(const char *nickname, const char *role)
{
	return (
	    (struct query){ SQL(person_role), { TEXT(nickname), TEXT(role) } });
}

struct query
person_admins(void)
{
	return ((struct query){ SQL(person_admins) });
}

struct query
person_by_login(
    const char *login_key, const unsigned char *browser, int everyone)
{
	return ((struct query){ SQL(person_by_login),
	    { TEXT(login_key), BYTES(browser, SECRET_BYTES),
		TEXT(everyone ? "t" : "f") } });
}

struct query
person_profile(const char *nickname, int64_t viewer)
{
	return ((struct query){
	    SQL(person_profile), { TEXT(nickname), NUMBER(viewer) } });
}

struct query
person_months(const char *nickname, int64_t viewer)
{
	return ((struct query){
	    SQL(person_months), { TEXT(nickname), NUMBER(viewer) } });
}

struct query
person_settings(int64_t person)
{
	return ((struct query){ SQL(person_settings), { NUMBER(person) } });
}

struct query
person_edit(int64_t person, const char *nickname, const char *about_me)
{
	return ((struct query){ SQL(person_edit),
	    { NUMBER(person), TEXT(nickname), TEXT(about_me) } });
}

struct query
person_password(const char *nickname, const char *password)
{
	return ((struct query){
	    SQL(person_password), { TEXT(nickname), TEXT(password) } });
}

struct query
person_rehash(int64_t person, const char *password, const char *rehashed)
{
	return ((struct query){ SQL(person_rehash),
	    { NUMBER(person), TEXT(password), TEXT(rehashed) } });
}

struct query
person_mark_seen(int64_t person, const unsigned char *token_hash)
{
	return ((struct query){ SQL(person_mark_seen),
	    { NUMBER(person), BYTES(token_hash, SESSION_HASH) } });
}

const char *
person_nickname_problem(const char *nickname)
{
	size_t length = text_length(nickname);

	if (length < 1 || length > NICKNAME_MAX)
		return ("A nickname must have 1 to 64 letters, digits or "
			"underscores.");
	if (nickname[strspn(nickname, NICKNAME_CHARACTERS)] != '\0')
		return ("A nickname can only have letters from A to Z, "
			"digits and underscores.");
	return (NULL);
}

/*
 * Require one @ with something on both sides, and nothing that would need
 * quotes. Only sending a message would tell whether the address is right.
 */
static int
looks_like_email(const char *email)
{
	const char *at = strchr(email, '@');

	return (at != NULL && at != email && at[1] != '\0' &&
		strchr(at + 1, '@') == NULL && at[1] != '.' && at[1] != '-' &&
		strstr(at, "..") == NULL &&
		email[strcspn(email, " \t\n\"(),:;<>[\\]")] == '\0' &&
		email[strlen(email) - 1] != '.');
}

const char *
person_email_problem(const char *email)
{
	char key[LOGIN_KEY];

	if (text_length(email) > EMAIL_MAX)
		return ("Please use an e-mail address of at most 120 "
			"characters.");
	login_key(email, key);
	if (!looks_like_email(email) || text_forbidden(email) || *key == '\0')
		return ("Please enter an e-mail address like "
			"name@example.org.");
	return (NULL);
}

/* Return 1 if it is the member's nickname or address, a part of that, or the
 * site. */
static int
is_personal(const char *password, const char *nickname, const char *email,
    const char *site)
{
	char key[LOGIN_KEY], name[LOGIN_KEY], address[LOGIN_KEY];
	char here[LOGIN_KEY];
	size_t local;
	int personal;

	login_key(password, key);
	if (*key == '\0')
		return (0);
	login_key(nickname, name);
	login_key(email, address);
	login_key(site, here);
	local = strcspn(address, "@");
	personal = strcmp(key, here) == 0 || strcmp(key, name) == 0 ||
		   strcmp(key, address) == 0;
	if (address[local] == '@') {
		address[local] = '\0';
		personal |= strcmp(key, address) == 0 ||
			    strcmp(key, address + local + 1) == 0;
	}
	sodium_memzero(key, sizeof(key));
	return (personal);
}

static const char *
prepared_problem(const char *password, const char *nickname, const char *email,
    const char *site)
{
	if (text_length(password) < PASSWORD_MIN)
		return ("Please choose a password of at least 8 characters.");
	if (password_common(password))
		return ("This password is very common. Please choose another "
			"one.");
	if (is_personal(password, nickname, email, site))
		return ("This password is easy to guess: it is your nickname, "
			"your e-mail address or a part of it, or the name of "
			"this site. Please choose another one.");
	return (NULL);
}

const char *
person_password_problem(const char *typed, const char *nickname,
    const char *email, const char *site)
{
	struct password password;
	const char *problem = NULL;

	switch (password_prepare(&password, typed)) {
	case PASSWORD_TOO_LONG:
		problem = "Please choose a shorter password, of at most 1,024 "
			  "bytes.";
		break;
	case PASSWORD_DISALLOWED:
		problem = "A password can have letters, digits, punctuation, "
			  "symbols and spaces. Please leave out everything "
			  "else, such as tabs and invisible characters.";
		break;
	case PASSWORD_OK:
		problem =
		    prepared_problem(password.prepared, nickname, email, site);
		break;
	}
	sodium_memzero(&password, sizeof(password));
	return (problem);
}

int
person_about_me_problem(const char *about_me, char problem[FAILURE_MAX])
{
	if (text_too_long(about_me, "A description", ABOUT_ME_MAX,
		ABOUT_ME_CODE_POINTS, problem))
		return (-1);
	if (text_forbidden(about_me))
		return (failure(problem,
		    "Please remove the control characters from this text."));
	return (0);
}

/* In UTF-8, all bytes of a character but the first are 10xxxxxx. */
static int
continues_character(char byte)
{
	return (((unsigned char)byte & 0xc0) == 0x80);
}

void
person_nickname_from_email(const char *email, char nickname[NICKNAME_MAX + 1])
{
	size_t length = 0;
	int usable = 0;

	for (; *email != '\0' && *email != '@' && length < NICKNAME_MAX;
	     email++) {
		if (continues_character(*email))
			continue;
		if (strchr(LETTERS_AND_DIGITS, *email) != NULL) {
			nickname[length++] = *email;
			usable = 1;
		} else
			nickname[length++] = '_';
	}
	nickname[length] = '\0';
	if (!usable)
		(void)strcpy(nickname, "someone");
}
