/* SPDX-License-Identifier: ISC */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "html/rel_me.h"

#define PROFILE "/user/"

/* Return a part of the address for curl_free(); NULL if it has none. */
static char *
part_of(CURLU *address, CURLUPart part, unsigned flags)
{
	char *text;

	return (curl_url_get(address, part, &text, flags) == CURLUE_OK ? text
								       : NULL);
}

static int
has_same(CURLU *one, CURLU *other, CURLUPart part)
{
	char *first = part_of(one, part, CURLU_DEFAULT_PORT);
	char *second = part_of(other, part, CURLU_DEFAULT_PORT);
	int same =
	    first != NULL && second != NULL && strcasecmp(first, second) == 0;

	curl_free(first);
	curl_free(second);
	return (same);
}

static int
lacks(CURLU *address, CURLUPart part)
{
	char *text = part_of(address, part, 0);
	int empty = text == NULL || *text == '\0';

	curl_free(text);
	return (empty);
}

static int
has_path(CURLU *address, const char *names)
{
	char *path = part_of(address, CURLUPART_PATH, CURLU_URLDECODE);
	const char *name;
	size_t length;
	int found = 0;

	if (path != NULL && strncmp(path, PROFILE, strlen(PROFILE)) == 0) {
		name = path + strlen(PROFILE);
		length = strlen(name);
		if (length > 0 && name[length - 1] == '/')
			length--;
		found = text_has_word(names, name, length);
	}
	curl_free(path);
	return (found);
}

int
rel_me_leads(const char *href, const char *base, const struct rel_me *wanted)
{
	CURLU *address = curl_url(), *site = curl_url();
	int leads =
	    address != NULL && site != NULL &&
	    curl_url_set(address, CURLUPART_URL, base, 0) == CURLUE_OK &&
	    curl_url_set(address, CURLUPART_URL, href, 0) == CURLUE_OK &&
	    curl_url_set(site, CURLUPART_URL, wanted->site, 0) == CURLUE_OK &&
	    has_same(address, site, CURLUPART_SCHEME) &&
	    has_same(address, site, CURLUPART_HOST) &&
	    has_same(address, site, CURLUPART_PORT) &&
	    lacks(address, CURLUPART_USER) &&
	    lacks(address, CURLUPART_PASSWORD) &&
	    lacks(address, CURLUPART_QUERY) &&
	    lacks(address, CURLUPART_FRAGMENT) &&
	    has_path(address, wanted->names);

	curl_url_cleanup(address);
	curl_url_cleanup(site);
	return (leads);
}
