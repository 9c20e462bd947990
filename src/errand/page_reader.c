/* SPDX-License-Identifier: ISC */
#include "errand/page_reader.h"

#include <sys/socket.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http/link_network.h"
#include "http/site_url.h"

/*
 * Most servers respond within a second. All links of all members wait for this
 * one, so a silent server must not keep us.
 */
#define CONNECT_TIME 5L	 /* seconds, for each connection */
#define WHOLE_TIME   10L /* seconds, for everything with redirects */
#define REDIRECTS    3L	 /* as for http, www and a slash at the end */

struct reading {
	struct buffer *page;
	int (*is_over)(void);
	int full;
};

/*
 * libcurl asks for a socket for each address that it is about to connect to, so
 * it does not matter what a name stood for before, or where a redirect leads.
 */
static curl_socket_t
open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)arg;
	if (purpose != CURLSOCKTYPE_IPCXN ||
	    !link_network_permits(&address->addr))
		return (CURL_SOCKET_BAD);
	return (socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol));
}

/* Abort the transfer when the page is too long. */
static size_t
take(char *data, size_t size, size_t count, void *arg)
{
	struct reading *reading = arg;
	size_t length = size * count;
	size_t room = PAGE_READER_MAX - reading->page->length;

	reading->full = length > room;
	buffer_add(reading->page, data, reading->full ? room : length);
	return (reading->full ? 0 : length);
}

/* Called about once a second; any result but 0 aborts the transfer. */
static int
go_on(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct reading *reading = arg;

	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return (reading->is_over());
}

/*
 * What was linked with https is not read from a place where anybody on the way
 * could change it.
 */
static void
set_address(CURL *curl, const char *address)
{
	int secure = strncmp(address, "https:", strlen("https:")) == 0;

	(void)curl_easy_setopt(curl, CURLOPT_URL, address);
	(void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	(void)curl_easy_setopt(
	    curl, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
	(void)curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_MAXREDIRS, REDIRECTS);
	(void)curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	(void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	(void)curl_easy_setopt(
	    curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	(void)curl_easy_setopt(
	    curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
}

static void
set_limits(CURL *curl, struct reading *reading)
{
	(void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_TIME);
	(void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, WHOLE_TIME);
	(void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	(void)curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on);
	(void)curl_easy_setopt(curl, CURLOPT_XFERINFODATA, reading);
	(void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	(void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, reading);
}

static int
is_html(CURL *curl)
{
	static const char *const types[] = { "text/html",
		"application/xhtml+xml" };
	const char *type = NULL;
	size_t i, length;

	(void)curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
	if (type == NULL)
		return (0);
	length = strcspn(type, "; \t");
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strlen(types[i]) == length &&
		    strncasecmp(type, types[i], length) == 0)
			return (1);
	return (0);
}

/* What the server said, once there is all that we want of it. */
static int
judge(CURL *curl, struct buffer *base)
{
	const char *last = NULL;
	long status = 0;

	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	(void)curl_easy_getinfo(curl, CURLINFO_EFFECTIVE_URL, &last);
	if (status != 200 || last == NULL)
		return (-1);
	buffer_text(base, last);
	return (is_html(curl));
}

int
page_reader_read(const char *address, int (*is_over)(void), struct buffer *page,
    struct buffer *base)
{
	struct reading reading = { .page = page, .is_over = is_over };
	struct buffer agent = { 0 };
	CURL *curl = curl_easy_init();
	CURLcode code;
	int result = -1;

	if (curl == NULL)
		return (-1);
	buffer_format(&agent, "microblog (+%s)", site_url());
	(void)curl_easy_setopt(curl, CURLOPT_USERAGENT, agent.data);
	set_address(curl, address);
	set_limits(curl, &reading);
	code = curl_easy_perform(curl);
	if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && reading.full))
		result = judge(curl, base);
	curl_easy_cleanup(curl);
	buffer_free(&agent);
	return (result);
}
