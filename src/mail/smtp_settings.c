/* SPDX-License-Identifier: ISC */
#include "mail/smtp_settings.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "http/site_url.h"
#include "mail/message.h"

#define URL_NAME	 "SMTP_URL"
#define AUTHORITIES_NAME "SMTP_CA_FILE"
#define FROM_NAME	 "MAIL_FROM"

/* The ports on which mail servers take messages from programs (RFC 8314). */
#define SMTP_PORT  "587"
#define SMTPS_PORT "465"

/* Return a variable of the environment, or NULL if it is not set or empty. */
static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	return (value != NULL && *value != '\0' ? value : NULL);
}

int
smtp_enabled(void)
{
	return (variable(URL_NAME) != NULL);
}

/* Copy a part of ${url} to ${text}; "" if it has none. Return -1 if it is too
 * long. */
static int
get_part(CURLU *url, CURLUPart part, char text[SMTP_TEXT])
{
	char *value = NULL;
	int length;

	text[0] = '\0';
	if (curl_url_get(url, part, &value,
		part == CURLUPART_USER ? CURLU_URLDECODE : 0) != CURLUE_OK)
		return (0);
	length = snprintf(text, SMTP_TEXT, "%s", value);
	curl_free(value);
	return (length < SMTP_TEXT ? 0 : -1);
}

static int
url_failure(char error[FAILURE_MAX], const char *problem)
{
	return (failure(error,
	    URL_NAME " %s; write smtp://USER@HOST:PORT, or smtps:// if the"
		     " server speaks TLS from the start; without USER@ if it"
		     " asks for no password",
	    problem));
}

/*
 * Take the parts of ${url} apart. The last part of the URL that libcurl gets is
 * the name by which we greet the server: the sender's host.
 */
static int
read_parts(CURLU *url, struct smtp_settings *settings, char error[FAILURE_MAX])
{
	char scheme[SMTP_TEXT], host[SMTP_TEXT], port[SMTP_TEXT];
	char path[SMTP_TEXT], query[SMTP_TEXT], password[SMTP_TEXT];

	if (get_part(url, CURLUPART_PASSWORD, password) == -1 ||
	    password[0] != '\0') {
		explicit_bzero(password, sizeof(password));
		return (failure(error,
		    URL_NAME " has a password, which every process would see;"
			     " put it into " SMTP_PASSWORD_NAME
			     " or " SMTP_PASSWORD_FILE_NAME));
	}
	if (get_part(url, CURLUPART_SCHEME, scheme) == -1 ||
	    get_part(url, CURLUPART_HOST, host) == -1 ||
	    get_part(url, CURLUPART_PORT, port) == -1 ||
	    get_part(url, CURLUPART_PATH, path) == -1 ||
	    get_part(url, CURLUPART_QUERY, query) == -1 ||
	    get_part(url, CURLUPART_USER, settings->user) == -1)
		return (url_failure(error, "is too long"));
	if (strcmp(scheme, "smtp") != 0 && strcmp(scheme, "smtps") != 0)
		return (url_failure(error, "is not one of a mail server"));
	if (host[0] == '\0' || strcmp(path, "/") != 0 || query[0] != '\0')
		return (url_failure(error, "has more than a server"));
	if (port[0] == '\0')
		(void)snprintf(port, sizeof(port), "%s",
		    scheme[4] == 's' ? SMTPS_PORT : SMTP_PORT);
	(void)snprintf(settings->url, sizeof(settings->url), "%s://%s:%s/%s",
	    scheme[4] == 's' ? "smtps" : "smtp", host, port,
	    strrchr(settings->from, '@') + 1);
	return (0);
}

static int
read_url(struct smtp_settings *settings, char error[FAILURE_MAX])
{
	CURLU *url = curl_url();
	CURLUcode code = CURLUE_OUT_OF_MEMORY;
	int status;

	if (url != NULL)
		code = curl_url_set(url, CURLUPART_URL, variable(URL_NAME), 0);
	if (code == CURLUE_OK)
		status = read_parts(url, settings, error);
	else
		status = url_failure(error, "cannot be understood");
	curl_url_cleanup(url);
	return (status);
}

/* Not with stdio, whose buffer would keep the password. */
static int
read_password_file(
    const char *path, char password[SMTP_TEXT], char error[FAILURE_MAX])
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (file == -1)
		return (failure(error,
		    SMTP_PASSWORD_FILE_NAME ": cannot open %s: %s", path,
		    strerror(errno)));
	length = read(file, password, SMTP_TEXT - 1);
	(void)close(file);
	if (length == -1)
		return (failure(error,
		    SMTP_PASSWORD_FILE_NAME ": cannot read %s: %s", path,
		    strerror(errno)));
	password[length] = '\0';
	if (length == SMTP_TEXT - 1)
		return (failure(error,
		    SMTP_PASSWORD_FILE_NAME
		    ": the first line of %s is not a"
		    " password: it is longer than 254 bytes",
		    path));
	password[strcspn(password, "\r\n")] = '\0';
	return (0);
}

static int
read_password(struct smtp_settings *settings, char error[FAILURE_MAX])
{
	const char *given = variable(SMTP_PASSWORD_NAME);
	const char *path = variable(SMTP_PASSWORD_FILE_NAME);

	if (given != NULL && path != NULL)
		return (failure(error,
		    SMTP_PASSWORD_NAME " and " SMTP_PASSWORD_FILE_NAME
				       " are both set; set one of them"));
	if (path != NULL &&
	    read_password_file(path, settings->password, error) == -1)
		return (-1);
	if (given != NULL && strlen(given) >= SMTP_TEXT)
		return (failure(
		    error, SMTP_PASSWORD_NAME " is longer than 255 bytes"));
	if (given != NULL)
		memcpy(settings->password, given, strlen(given) + 1);
	if ((settings->user[0] == '\0') != (settings->password[0] == '\0'))
		return (failure(error,
		    settings->user[0] == '\0'
			? "there is a password, but no user in " URL_NAME
			  "; write smtp://USER@HOST:PORT"
			: URL_NAME
			" has a user, but neither " SMTP_PASSWORD_NAME
			" nor " SMTP_PASSWORD_FILE_NAME " has a password"));
	return (0);
}

/* Is it valid, and short enough for our settings, and in one line? */
static int
is_setting(const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	for (; *c != '\0'; c++)
		if (*c < ' ' || *c == 0x7f)
			return (0);
	return (strlen(text) < SMTP_TEXT && text_valid(text, strlen(text)));
}

/* Take ADDRESS or NAME <ADDRESS> apart. */
static void
split_from(struct smtp_settings *settings, const char *given)
{
	const char *open = strrchr(given, '<');
	size_t name = 0, length = strlen(given);

	if (open != NULL && given[length - 1] == '>') {
		name = (size_t)(open - given);
		length -= name + 2;
		given = open + 1;
	}
	(void)snprintf(settings->from, SMTP_TEXT, "%.*s", (int)length, given);
	while (name > 0 && open[-1] == ' ') {
		open--;
		name--;
	}
	if (name > 0)
		(void)snprintf(settings->from_name, SMTP_TEXT, "%.*s",
		    (int)name, open - name);
}

static int
read_from(struct smtp_settings *settings, char error[FAILURE_MAX])
{
	const char *given = variable(FROM_NAME);

	if (given == NULL)
		return (failure(error,
		    URL_NAME " is set, but " FROM_NAME
			     " is not; set it to the sender's address, for"
			     " example Our site <noreply@example.org>"));
	if (is_setting(given))
		split_from(settings, given);
	if (message_address(settings->from))
		return (0);
	return (failure(error,
	    FROM_NAME ": \"%.200s\" is not an address; write it like"
		      " noreply@example.org, or Our site <noreply@example.org>",
	    given));
}

static int
check_authorities(struct smtp_settings *settings, char error[FAILURE_MAX])
{
	X509_STORE *store;
	int loaded;

	settings->authorities = variable(AUTHORITIES_NAME);
	if (settings->authorities == NULL)
		return (0);
	store = X509_STORE_new();
	loaded = store != NULL &&
		 X509_STORE_load_file(store, settings->authorities) == 1;
	X509_STORE_free(store);
	if (loaded)
		return (0);
	return (failure(error,
	    AUTHORITIES_NAME ": cannot read certificates in PEM format from"
			     " %.300s",
	    settings->authorities));
}

int
smtp_settings_read(struct smtp_settings *settings, char error[FAILURE_MAX])
{
	memset(settings, 0, sizeof(*settings));
	if (!smtp_enabled())
		return (0);
	if (site_url() == NULL)
		return (failure(error,
		    URL_NAME " is set, but SITE_URL is not; messages need the"
			     " site's address, for example"
			     " https://example.org"));
	if (read_from(settings, error) == -1 ||
	    read_url(settings, error) == -1 ||
	    read_password(settings, error) == -1 ||
	    check_authorities(settings, error) == -1)
		return (-1);
	return (1);
}
