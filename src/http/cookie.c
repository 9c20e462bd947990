/* SPDX-License-Identifier: ISC */
#include "http/cookie.h"

#include <string.h>

int
cookie_find(const char *header, const char *name, char value[COOKIE_VALUE])
{
	size_t length, name_length = strlen(name);

	while (*header != '\0') {
		header += strspn(header, " ;");
		if (strncmp(header, name, name_length) != 0 ||
		    header[name_length] != '=') {
			header += strcspn(header, ";");
			continue;
		}
		header += name_length + 1;
		length = strcspn(header, "; ");
		if (length >= COOKIE_VALUE)
			return (-1);
		memcpy(value, header, length);
		value[length] = '\0';
		return (0);
	}
	return (-1);
}

void
cookie_set(
    struct buffer *headers, const char *name, const char *value, int seconds)
{
	buffer_format(headers,
	    "set-cookie: %s=%s; Path=/; Secure; HttpOnly; SameSite=Lax", name,
	    value);
	if (seconds != COOKIE_BROWSER)
		buffer_format(headers, "; Max-Age=%d", seconds);
	buffer_text(headers, "\r\n");
}
