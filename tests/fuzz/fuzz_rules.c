/* SPDX-License-Identifier: ISC */
/*
 * The rules for what people type: the database and the pages can rely on what
 * they accept, and they explain what they reject.
 */
#include "fuzz.h"
#include "model/list.h"
#include "model/login.h"
#include "model/password.h"
#include "model/person.h"
#include "model/post.h"

#define NICKNAME_CHARACTERS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

/* Assert that ${text} has so many code points and no control character. */
static void
assert_text(const char *text, size_t least, size_t most)
{
	assert(text_length(text) >= least && text_length(text) <= most);
	assert(strlen(text) <= 4 * most);
	assert(!text_forbidden(text));
}

static void
check_texts(const char *text)
{
	char problem[FAILURE_MAX] = "";

	if (!post_body_problem(text, POST_MAX, problem)) {
		assert_text(text, 1, POST_CODE_POINTS);
		assert(text_characters(text) <= POST_MAX);
		assert(!text_blank(text));
	} else
		assert(*problem != '\0' && strlen(problem) < FAILURE_MAX);
	*problem = '\0';
	if (!list_name_problem(text, problem)) {
		assert_text(text, 1, LIST_NAME_CODE_POINTS);
		assert(text_characters(text) <= LIST_NAME_MAX);
		assert(!text_blank(text));
	} else
		assert(*problem != '\0' && strlen(problem) < FAILURE_MAX);
	*problem = '\0';
	if (!person_about_me_problem(text, problem)) {
		assert_text(text, 0, ABOUT_ME_CODE_POINTS);
		assert(text_characters(text) <= ABOUT_ME_MAX);
	} else
		assert(*problem != '\0' && strlen(problem) < FAILURE_MAX);
}

static void
check_names(const char *text)
{
	char nickname[NICKNAME_MAX + 1];
	const char *at;

	if (person_nickname_problem(text) == NULL)
		assert(strlen(text) >= 1 && strlen(text) <= NICKNAME_MAX &&
		       strspn(text, NICKNAME_CHARACTERS) == strlen(text));
	if (person_email_problem(text) == NULL) {
		assert_text(text, 3, EMAIL_MAX);
		at = strchr(text, '@');
		assert(at != NULL && at == strrchr(text, '@'));
		assert(strpbrk(text, " \t\r\n<>\"") == NULL);
	}
	person_nickname_from_email(text, nickname);
	assert(person_nickname_problem(nickname) == NULL);
}

/* A prepared password has the right length, and preparing it changes nothing.
 */
static void
check_password(const char *text)
{
	struct password password, again;

	if (person_password_problem(
		text, "john", "john@example.org", "Our town") != NULL)
		return;
	assert(password_prepare(&password, text) == PASSWORD_OK);
	assert(text_length(password.prepared) >= PASSWORD_MIN);
	assert(password_prepare(&again, password.prepared) == PASSWORD_OK);
	assert(strcmp(again.prepared, password.prepared) == 0);
	assert(*again.typed == '\0');
}

static void
check_login(const char *text)
{
	char key[LOGIN_KEY];

	login_key(text, key);
	assert(strlen(key) < LOGIN_KEY && text_valid(key, strlen(key)));
	assert(*key == '\0' || text_length(text) <= EMAIL_MAX);
	if (person_email_problem(text) == NULL)
		assert(strchr(key, '@') != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	if (text_valid(text, strlen(text))) {
		text_normalise(text);
		check_texts(text);
		check_names(text);
		check_password(text);
		check_login(text);
	}
	free(text);
	return (0);
}
