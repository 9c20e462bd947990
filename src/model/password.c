/* SPDX-License-Identifier: ISC */
#include "model/password.h"

#include <stdlib.h>
#include <string.h>

#include "base/asset.h"

#define PASSES 2
#define MEMORY (19 * 1024 * 1024) /* bytes */

int
password_hash(char encoded[PASSWORD_ENCODED], const char *password)
{
	return (crypto_pwhash_str_alg(encoded, password, strlen(password),
	    PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13));
}

int
password_verify(const char *encoded, const char *password)
{
	char unused[PASSWORD_ENCODED];

	if (encoded == NULL) {
		(void)password_hash(unused, password);
		return (0);
	}
	return (
	    crypto_pwhash_str_verify(encoded, password, strlen(password)) == 0);
}

int
password_common(const char *password)
{
	size_t length = strlen(password);
	const char *line, *end;
	struct asset list;

	if (asset_find("common_passwords.txt", &list) == -1)
		abort(); /* the list is always compiled in */
	line = list.data;
	for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		if ((size_t)(end - line) == length &&
		    strncasecmp(password, line, length) == 0)
			return (1);
	}
	return (0);
}
