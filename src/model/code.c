/* SPDX-License-Identifier: ISC */
#include "model/code.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

#define STEP 30 /* s */

/*
 * How many time steps an app's clock may be ahead or behind. A code takes a
 * while to type, and RFC 6238 (5.2) recommends one.
 */
#define WINDOW 1

#define GROUP 4 /* letters of a recovery code */

static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

static int
is_code(const char *text, size_t length, const char *characters)
{
	return (strlen(text) == length && strspn(text, characters) == length);
}

void
code_read(struct code *code, const char *typed)
{
	size_t length = 0;

	code->kind = CODE_NONE;
	code->text[0] = '\0';
	for (; *typed != '\0'; typed++) {
		if (strchr(" \t\r\n-", *typed) != NULL)
			continue;
		if (length == CODE_LETTERS)
			return;
		code->text[length++] = ascii_lower(*typed);
		code->text[length] = '\0';
	}
	if (is_code(code->text, CODE_DIGITS, "0123456789"))
		code->kind = CODE_OF_APP;
	else if (is_code(code->text, CODE_LETTERS, letters))
		code->kind = CODE_RECOVERY;
}

int64_t
code_step(
    const unsigned char secret[CODE_SECRET], const char *digits, int64_t at)
{
	uint64_t step;

	if (oath_totp_validate3((const char *)secret, CODE_SECRET, (time_t)at,
		STEP, 0, WINDOW, NULL, &step, digits) < 0)
		return (-1);
	return ((int64_t)step);
}

void
code_secret(unsigned char secret[CODE_SECRET])
{
	randombytes_buf(secret, CODE_SECRET);
}

void
code_secret_text(
    char text[CODE_SECRET_TEXT], const unsigned char secret[CODE_SECRET])
{
	char *encoded = NULL;
	size_t length;

	*text = '\0';
	if (oath_base32_encode((const char *)secret, CODE_SECRET, &encoded,
		&length) == OATH_OK &&
	    length < CODE_SECRET_TEXT)
		memcpy(text, encoded, length + 1);
	free(encoded);
}

int
code_secret_read(unsigned char secret[CODE_SECRET], const char *text)
{
	char written[CODE_SECRET_TEXT];
	char *decoded = NULL;
	size_t length;
	int result = -1;

	if (oath_base32_decode(text, strlen(text), &decoded, &length) ==
		OATH_OK &&
	    length == CODE_SECRET) {
		memcpy(secret, decoded, CODE_SECRET);
		/* liboath also reads spaces and lower case, so compare. */
		code_secret_text(written, secret);
		result = strcmp(text, written) == 0 ? 0 : -1;
	}
	free(decoded);
	return (result);
}

void
code_recovery(char text[CODE_RECOVERY_TEXT])
{
	int i;

	for (i = 0; i < CODE_LETTERS; i++) {
		if (i > 0 && i % GROUP == 0)
			*text++ = '-';
		*text++ = letters[randombytes_uniform(sizeof(letters) - 1)];
	}
	*text = '\0';
}

void
code_hash(unsigned char hash[CODE_HASH], const char *text)
{
	(void)crypto_generichash(hash, CODE_HASH, (const unsigned char *)text,
	    strlen(text), NULL, 0);
}
