/* SPDX-License-Identifier: ISC */
#include "identity/bytes.h"

#include <sodium.h>
#include <string.h>

#define ALPHABET \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

ssize_t
bytes_decode(const char *text, size_t length, unsigned char *out, size_t size)
{
	size_t i, decoded;

	/* libsodium 1.0.18 also decodes bytes beyond ASCII. */
	for (i = 0; i < length; i++)
		if (text[i] == '\0' || strchr(ALPHABET, text[i]) == NULL)
			return (-1);
	if (sodium_base642bin(out, size, text, length, NULL, &decoded, NULL,
		sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return (-1);
	return ((ssize_t)decoded);
}
