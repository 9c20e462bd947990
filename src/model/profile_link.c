/* SPDX-License-Identifier: ISC */
#include "model/profile_link.h"

#include <curl/curl.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "model/statement.h"

struct query
profile_edit(int64_t person, const char *nickname, const char *about_me,
    const char *addresses)
{
	return ((struct query){
	    SQL(profile_edit), { NUMBER(person), TEXT(nickname), TEXT(about_me),
				   TEXT(addresses) } });
}

struct query
profile_link_list(const char *nickname, int64_t viewer)
{
	return ((struct query){
	    SQL(profile_link_list), { TEXT(nickname), NUMBER(viewer) } });
}

struct query
profile_link_listen(void)
{
	return ((struct query){ SQL(profile_link_listen) });
}

struct query
profile_link_take(void)
{
	return ((struct query){ SQL(profile_link_take) });
}

struct query
profile_link_found(int64_t person, const char *address, const char *found)
{
	return ((struct query){ SQL(profile_link_found),
	    { NUMBER(person), TEXT(address), TEXT(found) } });
}

/* Can libcurl, which goes there, read it? And there is no password in it. */
static int
is_complete(const char *address)
{
	CURLU *parts = curl_url();
	char *user = NULL;
	int complete =
	    parts != NULL &&
	    curl_url_set(parts, CURLUPART_URL, address, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_USER, &user, 0) == CURLUE_NO_USER;

	curl_free(user);
	curl_url_cleanup(parts);
	return (complete);
}

int
profile_link_problem(const char *address, char problem[FAILURE_MAX])
{
	if (*address == '\0')
		return (0);
	if (strncmp(address, "https://", strlen("https://")) != 0 &&
	    strncmp(address, "http://", strlen("http://")) != 0)
		return (failure(problem,
		    "A link must begin with https:// or http://, for example "
		    "https://example.org/me."));
	if (strlen(address) > PROFILE_LINK_MAX)
		return (failure(problem,
		    "This link is too long. It can have %d bytes.",
		    PROFILE_LINK_MAX));
	if (address[strcspn(address, " \t\n\"<>\\^`{|}")] != '\0' ||
	    text_forbidden(address))
		return (failure(problem,
		    "An address has no spaces, and none of \" < > \\ ^ ` { | "
		    "}. Please copy it from your browser."));
	if (!is_complete(address))
		return (failure(problem,
		    "This address does not work. It needs a host, and cannot "
		    "have a name or password, for example "
		    "https://example.org/me."));
	return (0);
}
