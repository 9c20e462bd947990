/* SPDX-License-Identifier: ISC */
#include "model/password.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/asset.h"

#define PASSES 2
#define MEMORY (19 * 1024 * 1024) /* bytes */

#define NORMAL_FORM (UTF8PROC_STABLE | UTF8PROC_COMPOSE)

/* A Hangul letter that is not composed: jamo are for old Korean only. */
static int
is_jamo(const utf8proc_property_t *property)
{
	return (property->boundclass == UTF8PROC_BOUNDCLASS_L ||
		property->boundclass == UTF8PROC_BOUNDCLASS_V ||
		property->boundclass == UTF8PROC_BOUNDCLASS_T);
}

/* The characters that RFC 5892, 2.6 disallows one by one. */
static int
is_exception(utf8proc_int32_t character)
{
	return (character == 0x0640 || character == 0x07fa ||
		character == 0x302e || character == 0x302f ||
		(character >= 0x3031 && character <= 0x3035) ||
		character == 0x303b);
}

/*
 * Return 1 if ${character} is in RFC 8264's FreeformClass. Of its contextual
 * rules we check none: they need properties of scripts that utf8proc does not
 * have, and characters that are taken more freely make no two passwords equal.
 */
static int
is_allowed(utf8proc_int32_t character)
{
	const utf8proc_property_t *property = utf8proc_get_property(character);

	if (character == 0x200c || character == 0x200d) /* the joiners */
		return (1);
	if (property->ignorable || is_jamo(property) || is_exception(character))
		return (0);
	switch (property->category) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return (0);
	default:
		return (1);
	}
}

/* Write ${characters} to ${prepared} as UTF-8. */
static enum password_error
encode(char prepared[PASSWORD_MAX + 1], const utf8proc_int32_t *characters,
    utf8proc_ssize_t count)
{
	utf8proc_uint8_t bytes[4];
	size_t taken, length = 0;

	for (; count > 0; count--, characters++) {
		if (!is_allowed(*characters))
			return (PASSWORD_DISALLOWED);
		taken = (size_t)utf8proc_encode_char(*characters, bytes);
		if (length + taken > PASSWORD_MAX)
			return (PASSWORD_TOO_LONG);
		memcpy(prepared + length, bytes, taken);
		length += taken;
	}
	prepared[length] = '\0';
	return (PASSWORD_OK);
}

/* OpaqueString: map spaces to U+0020, and normalise; no other mapping. */
static enum password_error
prepare(char prepared[PASSWORD_MAX + 1], const char *typed, size_t length)
{
	utf8proc_int32_t characters[PASSWORD_TYPED];
	utf8proc_ssize_t i, count;
	enum password_error error;

	/* Even decomposed, a password that fits has fewer characters. */
	count = utf8proc_decompose((const utf8proc_uint8_t *)typed,
	    (utf8proc_ssize_t)length, characters, PASSWORD_TYPED, NORMAL_FORM);
	if (count > PASSWORD_TYPED)
		return (PASSWORD_TOO_LONG);
	for (i = 0; i < count; i++)
		if (utf8proc_category(characters[i]) == UTF8PROC_CATEGORY_ZS)
			characters[i] = ' ';
	count = utf8proc_normalize_utf32(characters, count, NORMAL_FORM);
	error = encode(prepared, characters, count);
	sodium_memzero(characters, sizeof(characters));
	return (error);
}

enum password_error
password_prepare(struct password *password, const char *typed)
{
	size_t length = strlen(typed);
	enum password_error error;

	memset(password, 0, sizeof(*password));
	if (length > PASSWORD_TYPED)
		return (PASSWORD_TOO_LONG);
	error = prepare(password->prepared, typed, length);
	if (error != PASSWORD_OK)
		sodium_memzero(password->prepared, sizeof(password->prepared));
	if (length <= PASSWORD_MAX && strcmp(password->prepared, typed) != 0)
		(void)strcpy(password->typed, typed);
	return (error);
}

static int
hash(char encoded[PASSWORD_ENCODED], const char *text)
{
	return (crypto_pwhash_str_alg(encoded, text, strlen(text), PASSES,
	    MEMORY, crypto_pwhash_ALG_ARGON2ID13));
}

/* Return 1 if ${text} is hashed in ${encoded}. NULL takes the same time. */
static int
matches(const char *encoded, const char *text)
{
	char unused[PASSWORD_ENCODED];

	if (encoded == NULL) {
		(void)hash(unused, text);
		return (0);
	}
	return (crypto_pwhash_str_verify(encoded, text, strlen(text)) == 0);
}

int
password_hash(char encoded[PASSWORD_ENCODED], const struct password *password)
{
	return (hash(encoded, password->prepared));
}

enum password_result
password_verify(const char *encoded, const struct password *password)
{
	if (matches(encoded, password->prepared))
		return (PASSWORD_RIGHT);
	if (*password->typed != '\0' && matches(encoded, password->typed))
		return (PASSWORD_OUTDATED);
	return (PASSWORD_WRONG);
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
