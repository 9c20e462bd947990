/* SPDX-License-Identifier: ISC */
#include "base/address.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/text.h"

#define SECRET_LENGTH 43 /* of 256 bits in base64, without padding */
#define BASE64URL \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/*
 * A path begins with one slash: two of them begin the name of another host, and
 * browsers read a backslash as a slash.
 */
static int
is_path(const char *address)
{
	return (address[0] == '/' && address[1] != '/' && address[1] != '\\');
}

int
address_local(const char *address)
{
	const unsigned char *c;

	if (address == NULL || !is_path(address))
		return (0);
	for (c = (const unsigned char *)address; *c != '\0'; c++)
		if (*c <= ' ' || *c >= 0x7f)
			return (0);
	return (1);
}

/*
 * Browsers skip line ends and tabs, which could hide the scheme, so reject all
 * control characters.
 */
int
address_harmless(const char *address)
{
	const unsigned char *c;

	for (c = (const unsigned char *)address; *c != '\0'; c++)
		if (*c < ' ' || *c == 0x7f)
			return (0);
	return (is_path(address) || strncasecmp(address, "http://", 7) == 0 ||
		strncasecmp(address, "https://", 8) == 0);
}

const char *
address_part(const char *path, int n, size_t *length)
{
	for (; n >= 0; n--) {
		path = strchr(path, '/');
		if (path == NULL)
			return (NULL);
		path++;
	}
	*length = strcspn(path, "/");
	return (path);
}

int
address_decode(char *part)
{
	char *from, *to = part;
	int high, low;

	for (from = part; *from != '\0'; from++) {
		if (*from != '%') {
			*to++ = *from;
			continue;
		}
		high = ascii_hex_value(from[1]);
		low = high == -1 ? -1 : ascii_hex_value(from[2]);
		if (low == -1 || (high | low) == 0)
			return (-1);
		*to++ = (char)(high << 4 | low);
		from += 2;
	}
	*to = '\0';
	return (text_valid(part, to - part) ? 0 : -1);
}

const char *
address_secret(const char *path)
{
	const char *part;
	size_t length;
	int n;

	for (n = 0; (part = address_part(path, n, &length)) != NULL; n++)
		if (length >= SECRET_LENGTH &&
		    strspn(part, BASE64URL) == SECRET_LENGTH &&
		    (length == SECRET_LENGTH || part[SECRET_LENGTH] == '.'))
			return (part);
	return (NULL);
}
