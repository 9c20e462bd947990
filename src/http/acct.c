/* SPDX-License-Identifier: ISC */
#include "http/acct.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "http/host.h"

#define PROFILE "/user/"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS	"0123456789"
#define NAME	LETTERS DIGITS "_"

/* What RFC 3986 allows in a URI. */
#define URI LETTERS DIGITS "-._~:/?#[]@!$&'()*+,;=%"

/* What both parts of an acct URI may have, and the host of an IPv6 address. */
#define USER LETTERS DIGITS "-._~!$&'()*+,;=%"
#define HOST USER "[]:"

static int
is_only(struct slice text, const char *characters)
{
	size_t i;

	for (i = 0; i < text.length; i++)
		if (text.bytes[i] == '\0' ||
		    strchr(characters, text.bytes[i]) == NULL)
			return (0);
	return (text.length > 0);
}

static int
is_scheme(struct slice text)
{
	return (is_only(text, LETTERS DIGITS "+-.") &&
		strchr(LETTERS, text.bytes[0]) != NULL);
}

static enum acct
take_name(char name[ACCT_NAME], struct slice text)
{
	if (text.length >= ACCT_NAME || !is_only(text, NAME))
		return (ACCT_FOREIGN);
	memcpy(name, text.bytes, text.length);
	name[text.length] = '\0';
	return (ACCT_OK);
}

/* An acct URI has no port, so that of the site does not count. */
static enum acct
read_acct(char name[ACCT_NAME], struct slice rest, struct slice host)
{
	struct slice user = slice_until(&rest, '@');

	if (!is_only(user, USER) || !is_only(rest, HOST))
		return (ACCT_MALFORMED);
	rest = host_name(rest);
	host = host_name(host);
	if (rest.length != host.length ||
	    strncasecmp(rest.bytes, host.bytes, host.length) != 0)
		return (ACCT_FOREIGN);
	return (take_name(name, user));
}

static enum acct
read_address(char name[ACCT_NAME], struct slice rest, struct slice host)
{
	struct slice other;
	const char *path;

	if (!slice_skip(&rest, '/') || !slice_skip(&rest, '/'))
		return (ACCT_FOREIGN);
	path = memchr(rest.bytes, '/', rest.length);
	if (path == NULL)
		return (ACCT_FOREIGN);
	other = slice_cut(&rest, path);
	if (!host_same(other, host) || rest.length < strlen(PROFILE) ||
	    memcmp(rest.bytes, PROFILE, strlen(PROFILE)) != 0)
		return (ACCT_FOREIGN);
	(void)slice_cut(&rest, rest.bytes + strlen(PROFILE));
	return (take_name(name, rest));
}

enum acct
acct_read(char name[ACCT_NAME], const char *resource, struct slice host)
{
	struct slice rest = { resource, strlen(resource) };
	struct slice scheme = slice_until(&rest, ':');

	if (!is_scheme(scheme) || !is_only(rest, URI))
		return (ACCT_MALFORMED);
	if (scheme.length == strlen("acct") &&
	    strncasecmp(scheme.bytes, "acct", scheme.length) == 0)
		return (read_acct(name, rest, host));
	if (scheme.length == strlen("https") &&
	    strncasecmp(scheme.bytes, "https", scheme.length) == 0)
		return (read_address(name, rest, host));
	return (ACCT_FOREIGN);
}
