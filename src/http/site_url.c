/* SPDX-License-Identifier: ISC */
#include "http/site_url.h"

#include <string.h>

#define SCHEME "https://"
#define HOST_CHARACTERS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]"

static const char *known;

int
site_url_read(const char *text, char error[FAILURE_MAX])
{
	const char *host;

	known = NULL;
	if (text == NULL || *text == '\0')
		return (0);
	host = text + strlen(SCHEME);
	if (strncmp(text, SCHEME, strlen(SCHEME)) != 0 || *host == '\0' ||
	    host[strspn(host, HOST_CHARACTERS)] != '\0')
		return (failure(error,
		    "SITE_URL: \"%.200s\" is not the address of a site; write"
		    " https://, the host, and the port if it is not 443, for"
		    " example https://example.org",
		    text));
	known = text;
	return (0);
}

const char *
site_url(void)
{
	return (known);
}
