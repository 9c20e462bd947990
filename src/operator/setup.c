/* SPDX-License-Identifier: ISC */
#include "operator/setup.h"

#include <sys/stat.h>

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/asset.h"
#include "base/text.h"
#include "model/person.h"
#include "operator/certificate.h"
#include "operator/setup_file.h"

#define ANSWER	  512		   /* bytes; what is valid is shorter */
#define HOST_MAX  253		   /* bytes of a name in the DNS */
#define LABEL_MAX 63		   /* bytes between its dots */
#define KEYS	  "microblog-keys" /* conf/production.conf */
#define SAMPLE	  "/opt/microblog/kore.conf" /* there, too */
#define SAFE                                                   \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" \
	"0123456789@._+-"

struct answers {
	char host[ANSWER];
	char email[ANSWER];
};

/* Letters, digits, and hyphens between them (RFC 1123, 2.1). */
static int
is_label(const char *label, size_t length)
{
	size_t i;

	if (length == 0 || length > LABEL_MAX || label[0] == '-' ||
	    label[length - 1] == '-')
		return (0);
	for (i = 0; i < length; i++)
		if (!ascii_is_alphanumeric(label[i]) && label[i] != '-')
			return (0);
	return (1);
}

const char *
setup_host_problem(const char *host)
{
	const char *label = host;
	size_t length;

	if (strstr(host, "//") != NULL || strpbrk(host, "/:") != NULL)
		return ("Write only the host name, without https://, a port or"
			" a path.");
	if (strlen(host) > HOST_MAX)
		return ("A host name has at most 253 characters.");
	if (strchr(host, '.') == NULL)
		return ("Write the whole host name, for example"
			" blog.example.org; a certificate authority must find"
			" it in the DNS.");
	for (;; label += length + 1) {
		length = strcspn(label, ".");
		if (!is_label(label, length))
			return ("A host name consists of letters, digits,"
				" hyphens and dots, for example"
				" blog.example.org (if it has other letters,"
				" write its form that begins with xn--).");
		if (label[length] == '\0')
			break;
	}
	if (strspn(label, "0123456789") == length)
		return ("Write the host name, not the number of the machine.");
	return (NULL);
}

const char *
setup_email_problem(const char *email)
{
	const char *problem;

	if (!text_valid(email, strlen(email)))
		return ("The e-mail address is not valid UTF-8.");
	problem = person_email_problem(email);
	if (problem == NULL && (email[strspn(email, SAFE)] != '\0' ||
				   strchr(email, '@') != strrchr(email, '@')))
		problem = "Use an e-mail address of letters, digits, dots,"
			  " hyphens, underscores and plus signs; some"
			  " certificate authorities accept no other.";
	return (problem);
}

/* Read a line into ${answer}, without the white space around it. */
static int
read_line(char answer[ANSWER])
{
	size_t length;

	if (fgets(answer, ANSWER, stdin) == NULL)
		return (-1);
	if (strchr(answer, '\n') == NULL)
		while (!feof(stdin) && !ferror(stdin) && getchar() != '\n')
			;
	text_normalise(answer);
	length = strcspn(answer, "\n");
	answer[length] = '\0';
	return (0);
}

/* Ask until there is a valid answer; without a terminal, only once. */
static int
ask(const char *question, const char *(*problem_of)(const char *),
    char answer[ANSWER], char error[FAILURE_MAX])
{
	int terminal = isatty(STDIN_FILENO);
	const char *problem;

	for (;;) {
		if (terminal)
			printf("%s: ", question);
		(void)fflush(stdout);
		if (read_line(answer) == -1)
			return (failure(
			    error, "there is no answer to \"%s\"", question));
		problem = problem_of(answer);
		if (problem == NULL)
			return (0);
		if (!terminal)
			return (failure(error, "%s", problem));
		printf("%s\n", problem);
	}
}

/* Find the kore.conf with the site map, which is beside the program. */
static int
find_source(char path[PATH_MAX], char error[FAILURE_MAX])
{
	char program[PATH_MAX], beside[PATH_MAX + sizeof("/kore.conf")];
	ssize_t length = readlink("/proc/self/exe", program, PATH_MAX - 1);

	if (length == -1)
		return (failure(error, "cannot find the program's own file: %s",
		    strerror(errno)));
	program[length] = '\0';
	*strrchr(program, '/') = '\0';
	(void)snprintf(beside, sizeof(beside), "%s/kore.conf", program);
	if (realpath(beside, path) == NULL)
		return (failure(
		    error, "there is no %s: %s", beside, strerror(errno)));
	return (0);
}

/* Add ${text} to ${out}, with each of the ${words} replaced by the next. */
static void
replace(const char *text, const char *const *words, struct buffer *out)
{
	const char *const *word;
	size_t length;

	for (; *text != '\0'; text += length) {
		for (word = words; *word != NULL; word += 2)
			if (strncmp(text, *word, strlen(*word)) == 0)
				break;
		length = *word != NULL ? strlen(*word) : 1;
		buffer_add(out, *word != NULL ? word[1] : text,
		    *word != NULL ? strlen(word[1]) : 1);
	}
}

static void
fill(const char *file, const char *const *words, struct buffer *out)
{
	struct asset asset;

	if (asset_find(file, &asset) == 0)
		replace(asset.data, words, out);
}

static int
write_conf(const char *folder, const char *source, char error[FAILURE_MAX])
{
	const char *const words[] = { SAMPLE, source, SETUP_FOLDER, folder,
		NULL };
	struct buffer text = { 0 };
	int status;

	fill("production.conf", words, &text);
	status = setup_file_write("kore.conf", text.data, error);
	buffer_free(&text);
	if (status == SETUP_WRITTEN)
		printf("Wrote %s/kore.conf.\n", folder);
	if (status == SETUP_UNCHANGED)
		printf("%s/kore.conf is there already.\n", folder);
	if (status == SETUP_BESIDE)
		printf("%s/kore.conf is there already, and different, so it"
		       " stays.\nWhat it would be now is in kore.conf.new;"
		       " compare them.\n",
		    folder);
	return (status == -1 ? -1 : 0);
}

static int
write_address(const char *path, const char *host, char error[FAILURE_MAX])
{
	struct buffer url = { 0 }, before = { 0 };
	int status;

	buffer_format(&url, "https://%s", host);
	status = setup_file_set(path, "SITE_URL", url.data, &before, error);
	if (status == 0 && before.data == NULL)
		printf("Wrote SITE_URL=%s to %s.\n", url.data, path);
	else if (status == 0 && strcmp(before.data, url.data) == 0)
		printf("SITE_URL=%s is in %s already.\n", url.data, path);
	else if (status == 0)
		printf("Replaced SITE_URL=%s by SITE_URL=%s in %s.\n",
		    before.data, url.data, path);
	buffer_free(&url);
	buffer_free(&before);
	return (status);
}

/* Only the key manager may read the key. Root, who writes it, may anyway. */
static int
make_certificate(char error[FAILURE_MAX])
{
	int is_there = access(CERTIFICATE_KEY, F_OK) == 0;
	const struct group *keys = getgrnam(KEYS);

	if (certificate_ensure(error) == -1)
		return (-1);
	if (is_there || geteuid() != 0)
		return (0);
	if (keys == NULL) {
		printf("There is no OS user " KEYS " yet. Create it, and then"
		       " let its group\nread " CERTIFICATE_KEY ": chgrp " KEYS
		       " " CERTIFICATE_KEY "\n");
	} else if (chown(CERTIFICATE_KEY, 0, keys->gr_gid) == -1)
		return (failure(error,
		    "cannot give " CERTIFICATE_KEY " to the"
		    " group " KEYS ": %s",
		    strerror(errno)));
	if (chmod(CERTIFICATE_KEY, 0440) == -1)
		return (failure(error,
		    "cannot let a group read"
		    " " CERTIFICATE_KEY ": %s",
		    strerror(errno)));
	return (0);
}

/* The units of Debian's package are installed already, not beside kore.conf. */
static void
explain(const struct answers *answers, const char *environment, char *source)
{
	const char *words[] = { "@HOST@", answers->host, "@EMAIL@",
		answers->email, "@ENVIRONMENT@", environment, "@SOURCE@",
		source, "@UNITS@", "", NULL };
	struct buffer unit = { 0 }, units = { 0 }, text = { 0 };

	*strrchr(source, '/') = '\0';
	buffer_format(&unit, "%s/conf/microblog.service", source);
	if (access(unit.data, F_OK) == 0) {
		fill("setup_units.txt", words, &units);
		words[9] = units.data;
	}
	fill("setup.txt", words, &text);
	printf("%s", text.data);
	buffer_free(&unit);
	buffer_free(&units);
	buffer_free(&text);
}

int
setup(const char *folder, const char *environment, char error[FAILURE_MAX])
{
	struct answers answers;
	char source[PATH_MAX], place[PATH_MAX];

	if (find_source(source, error) == -1 ||
	    ask("Host name of the site", setup_host_problem, answers.host,
		error) == -1 ||
	    ask("E-mail address for the certificate authority",
		setup_email_problem, answers.email, error) == -1)
		return (-1);
	if ((mkdir(folder, 0755) == -1 && errno != EEXIST) ||
	    realpath(folder, place) == NULL)
		return (failure(error, "cannot create the folder %s: %s",
		    folder, strerror(errno)));
	if (write_address(environment, answers.host, error) == -1)
		return (-1);
	if (chdir(place) == -1)
		return (failure(error, "cannot enter the folder %s: %s", place,
		    strerror(errno)));
	if (write_conf(place, source, error) == -1 ||
	    make_certificate(error) == -1)
		return (-1);
	explain(&answers, environment, source);
	return (0);
}
