/* SPDX-License-Identifier: ISC */
#include "operator/metrics_token.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "identity/secret_file.h"

#define NAME	  "METRICS_TOKEN"
#define FILE_NAME "METRICS_TOKEN_FILE"
#define SCHEME	  "Bearer "

/* Nobody guesses 20 random characters, and 200 fit into any header. */
#define LENGTH_MIN 20
#define LENGTH_MAX 200

static unsigned char known[crypto_generichash_BYTES];
static int is_set;

static void
hash(unsigned char out[crypto_generichash_BYTES], const char *token)
{
	(void)crypto_generichash(out, crypto_generichash_BYTES,
	    (const unsigned char *)token, strlen(token), NULL, 0);
}

/* Is it one word that can stand in a header? */
static int
is_token(const char *text)
{
	const char *c;

	for (c = text; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return (0);
	return (c - text >= LENGTH_MIN && c - text <= LENGTH_MAX);
}

static int
use(const char *name, const char *token, char error[FAILURE_MAX])
{
	if (!is_token(token))
		return (failure(error,
		    "%s is not a token of %d to %d letters, digits or signs;"
		    " \"openssl rand -hex 20\" makes one",
		    name, LENGTH_MIN, LENGTH_MAX));
	hash(known, token);
	is_set = 1;
	return (0);
}

static int
use_file(const char *path, char error[FAILURE_MAX])
{
	size_t length;
	char *text = secret_file_read(path, &length, error);
	int status;

	if (text == NULL)
		return (-1);
	text[strcspn(text, "\r\n")] = '\0';
	status = use(FILE_NAME, text, error);
	sodium_free(text);
	return (status);
}

int
metrics_token_read(char error[FAILURE_MAX])
{
	char *token = getenv(NAME);
	const char *path = getenv(FILE_NAME);
	int status = 0;

	is_set = 0;
	if (token != NULL && *token == '\0')
		token = NULL;
	if (path != NULL && *path == '\0')
		path = NULL;
	if (token != NULL && path != NULL)
		return (failure(error,
		    NAME " and " FILE_NAME " are both set; set one of them"));
	if (path != NULL)
		return (use_file(path, error));
	if (token != NULL) {
		status = use(NAME, token, error);
		explicit_bzero(token, strlen(token));
		(void)unsetenv(NAME);
	}
	return (status);
}

int
metrics_token_valid(const char *field)
{
	unsigned char given[crypto_generichash_BYTES];

	if (!is_set || field == NULL ||
	    strncasecmp(field, SCHEME, strlen(SCHEME)) != 0)
		return (0);
	hash(given, field + strlen(SCHEME));
	return (sodium_memcmp(given, known, sizeof(known)) == 0);
}
