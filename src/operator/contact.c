/* SPDX-License-Identifier: ISC */
#include "operator/contact.h"

#include <stddef.h>
#include <string.h>

static const char *known;

/* RFC 9116, 2.5.3: a web address must be one of HTTPS. */
static int
is_uri(const char *text)
{
	static const char *const schemes[] = { "mailto:", "https://", "tel:" };
	const char *c;
	size_t i, length;

	for (c = text; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return (0);
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		length = strlen(schemes[i]);
		if (strncmp(text, schemes[i], length) == 0)
			return (text[length] != '\0');
	}
	return (0);
}

int
contact_read(const char *text, char error[FAILURE_MAX])
{
	known = NULL;
	if (text == NULL || *text == '\0')
		return (0);
	if (!is_uri(text))
		return (failure(error,
		    "SECURITY_CONTACT: \"%s\" is not an address to write to;"
		    " use one that begins with mailto:, https:// or tel:, for"
		    " example mailto:security@example.org",
		    text));
	known = text;
	return (0);
}

const char *
contact(void)
{
	return (known);
}
