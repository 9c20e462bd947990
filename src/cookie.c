#include "cookie.h"

#include <string.h>

/* The value of ${name} in one Cookie header: "a=1; b=2". */
static const char *
find(const char *header, const char *name, size_t *length)
{
	size_t name_length = strlen(name);

	while (*header != '\0') {
		header += strspn(header, " ;");
		if (strncmp(header, name, name_length) == 0 &&
		    header[name_length] == '=') {
			header += name_length + 1;
			*length = strcspn(header, "; ");
			return (header);
		}
		header += strcspn(header, ";");
	}
	return (NULL);
}

/*
 * Read here and not by Kore, which looks at the first Cookie header and the
 * first nine cookies only.
 */
int
cookie_read(
    struct http_request *request, const char *name, char value[COOKIE_VALUE])
{
	struct http_header *header;
	const char *found;
	size_t length;

	TAILQ_FOREACH(header, &request->req_headers, list) {
		if (strcasecmp(header->header, "cookie") != 0)
			continue;
		found = find(header->value, name, &length);
		if (found == NULL)
			continue;
		if (length >= COOKIE_VALUE)
			return (-1);
		memcpy(value, found, length);
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
