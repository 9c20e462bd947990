/* SPDX-License-Identifier: ISC */
/* Each test has a folder of challenges below the working directory. */
#include <sys/stat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "test.h"
#include "operator/challenge.h"

#define ANSWER "token.thumbprint"

static char folder[100], text[CHALLENGE_MAX];

static int
new_folder(void **state)
{
	const char *temporary = getenv("TMPDIR");

	(void)state;
	(void)snprintf(folder, sizeof(folder), "%s/challenge.XXXXXX",
	    temporary != NULL ? temporary : "/tmp");
	return (mkdtemp(folder) == NULL || chdir(folder) == -1 ||
		mkdir(".well-known", 0755) == -1 ||
		mkdir(CHALLENGE_FOLDER, 0755) == -1);
}

static int
remove_folder(void **state)
{
	char command[sizeof(folder) + 20];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -r '%s'", folder);
	return (chdir("/") == -1 || system(command) != 0);
}

/* Write ${size} bytes to a file, and forget them. */
static void
put(const char *name, const char *data, size_t size)
{
	char path[300];
	FILE *file;

	(void)snprintf(path, sizeof(path), CHALLENGE_FOLDER "/%s", name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static void
a_token_has_the_answer_in_its_file(void **state)
{
	(void)state;
	put("to-ken_7", ANSWER, strlen(ANSWER));
	assert_int_equal(challenge_read("to-ken_7", text), strlen(ANSWER));
	assert_memory_equal(text, ANSWER, strlen(ANSWER));
	put("empty", "", 0);
	assert_int_equal(challenge_read("empty", text), 0);
	assert_int_equal(challenge_read("other", text), -1);
}

static void
a_token_is_never_a_path(void **state)
{
	char longest[CHALLENGE_NAME + 2];
	static const char *const bad[] = { "", ".", "..", "../x", "a/b", "a.b",
		"a b", "a%2fb", "\xc3\xa4", "/etc/passwd" };
	size_t i;

	(void)state;
	put("../x", ANSWER, strlen(ANSWER));
	put("a.b", ANSWER, strlen(ANSWER));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(challenge_read(bad[i], text), -1);

	memset(longest, 'x', sizeof(longest));
	longest[CHALLENGE_NAME + 1] = '\0';
	put(longest, ANSWER, strlen(ANSWER));
	assert_int_equal(challenge_read(longest, text), -1);
	longest[CHALLENGE_NAME] = '\0';
	put(longest, ANSWER, strlen(ANSWER));
	assert_int_equal(challenge_read(longest, text), strlen(ANSWER));
}

static void
only_a_small_regular_file_is_an_answer(void **state)
{
	char much[CHALLENGE_MAX + 1] = { 0 };

	(void)state;
	put("most", much, CHALLENGE_MAX);
	assert_int_equal(challenge_read("most", text), CHALLENGE_MAX);
	put("more", much, sizeof(much));
	assert_int_equal(challenge_read("more", text), -1);
	assert_int_equal(symlink("most", CHALLENGE_FOLDER "/link"), 0);
	assert_int_equal(challenge_read("link", text), -1);
	assert_int_equal(mkdir(CHALLENGE_FOLDER "/folder", 0755), 0);
	assert_int_equal(challenge_read("folder", text), -1);
	assert_int_equal(mkfifo(CHALLENGE_FOLDER "/pipe", 0644), 0);
	assert_int_equal(challenge_read("pipe", text), -1);
}

static void
without_the_folder_there_is_no_answer(void **state)
{
	(void)state;
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(challenge_read("token", text), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_has_the_answer_in_its_file),
		cmocka_unit_test(a_token_is_never_a_path),
		cmocka_unit_test(only_a_small_regular_file_is_an_answer),
		cmocka_unit_test(without_the_folder_there_is_no_answer),
	};

	return (cmocka_run_group_tests(tests, new_folder, remove_folder));
}
