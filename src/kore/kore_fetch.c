/* SPDX-License-Identifier: ISC */
/*
 * Kore's asynchronous use of libcurl, with cures for what it lacks:
 *
 * - Kore looks at libcurl's timers before it runs the handlers, and then waits
 *   for up to a second. kore_fetch_turn() looks again after them: a fetch on
 *   the same machine then takes 1 to 35 ms instead of 860 to 985.
 * - While a DNS server is silent, libcurl waits for its resolver thread when a
 *   fetch times out, and blocks the worker for up to 10 s. With QUICK_EXIT, it
 *   lets the thread end by itself.
 * - libcurl would read the root certificates for each connection, which takes
 *   25 ms, and cannot in a chroot. We give it a store that is already loaded;
 *   and it must not cache that, or it would use it for other providers, too.
 */
#include "kore/kore_fetch.h"

#include <openssl/ssl.h>
#include <stdarg.h>
#include <string.h>

/*
 * Fetches under way in a worker. A fetch takes at most a few seconds, so even
 * if a provider is silent, this many people can try again and again. Each may
 * have a thread that looks up a name.
 */
#define UNDER_WAY_MAX 64

#define CONNECT_TIME 2000L /* ms to connect, of a fetch's few seconds */

static int under_way;

CURLcode __real_curl_easy_getinfo(CURL *, CURLINFO, ...);
CURLcode __wrap_curl_easy_getinfo(CURL *, CURLINFO, ...);

/*
 * To close a connection in peace, libcurl 8 watches its socket with a handle of
 * its own. Kore asks each handle whose it is, and ends the worker if it is
 * nobody's; it does nothing else with the answer there.
 */
CURLcode
__wrap_curl_easy_getinfo(CURL *handle, CURLINFO info, ...)
{
	static struct kore_curl nobody;
	va_list arguments;
	CURLcode code;
	void **out;

	va_start(arguments, info);
	out = va_arg(arguments, void **);
	va_end(arguments);
	code = __real_curl_easy_getinfo(handle, info, out);
	if (code == CURLE_OK && info == CURLINFO_PRIVATE && *out == NULL)
		*out = &nobody;
	return (code);
}

/* libcurl calls this before each handshake. */
static CURLcode
use_roots(CURL *handle, void *context, void *roots)
{
	(void)handle;
	SSL_CTX_set1_cert_store(context, roots);
	return (CURLE_OK);
}

/* Only https, to that address and no other, whatever the environment says. */
static void
limit(CURL *handle, long time)
{
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "");
	curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(handle, CURLOPT_PROXY, "");
	curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, time);
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
	    time < CONNECT_TIME ? time : CONNECT_TIME);
	curl_easy_setopt(handle, CURLOPT_MAXFILESIZE, (long)FETCH_MAX);
	curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
}

/*
 * A kept connection would be verified with the roots of the fetch before, and
 * may have been closed. Sign-ins are too rare to gain from one, or from HTTP/2.
 */
static void
secure(CURL *handle, X509_STORE *roots)
{
	curl_easy_setopt(handle, CURLOPT_CAINFO, NULL);
	curl_easy_setopt(handle, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(handle, CURLOPT_CA_CACHE_TIMEOUT, 0L);
	curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, use_roots);
	curl_easy_setopt(handle, CURLOPT_SSL_CTX_DATA, roots);
	curl_easy_setopt(handle, CURLOPT_SSL_SESSIONID_CACHE, 0L);
	curl_easy_setopt(
	    handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(
	    handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
}

static void
describe(struct kore_curl *curl, const struct fetch *what)
{
	kore_curl_http_setup(curl,
	    what->form == NULL ? HTTP_METHOD_GET : HTTP_METHOD_POST, what->form,
	    what->form == NULL ? 0 : strlen(what->form));
	kore_curl_http_set_header(curl, "accept", "application/json");
	if (what->authorization != NULL)
		kore_curl_http_set_header(
		    curl, "authorization", what->authorization);
	curl_easy_setopt(curl->handle, CURLOPT_USERAGENT, "microblog");
}

const char *
kore_fetch_start(struct kore_fetch *fetch, struct http_request *request,
    const struct fetch *what, uint64_t deadline)
{
	uint64_t now = kore_time_ms();

	if (now >= deadline)
		return ("no time is left");
	if (under_way == UNDER_WAY_MAX)
		return ("too many fetches are under way");
	if (!kore_curl_init(&fetch->curl, what->address, KORE_CURL_ASYNC))
		return ("libcurl does not start");
	describe(&fetch->curl, what);
	limit(fetch->curl.handle, (long)(deadline - now));
	secure(fetch->curl.handle, what->roots);

	fetch->open = 1;
	under_way++;
	kore_curl_bind_request(&fetch->curl, request);
	kore_curl_run(&fetch->curl);
	return (NULL);
}

int
kore_fetch_take(struct kore_fetch *fetch, struct fetched *fetched)
{
	struct kore_curl *curl = &fetch->curl;
	const u_int8_t *data;

	if (curl->handle != NULL)
		return (0);
	memset(fetched, 0, sizeof(*fetched));
	if (!kore_curl_success(curl)) {
		fetched->reason = kore_curl_strerror(curl);
		return (1);
	}
	kore_curl_response_as_bytes(curl, &data, &fetched->length);
	fetched->data = data == NULL ? "" : (const char *)data;
	fetched->status = (int)curl->http.status;
	return (1);
}

void
kore_fetch_end(struct kore_fetch *fetch)
{
	if (!fetch->open)
		return;
	kore_curl_cleanup(&fetch->curl);
	memset(fetch, 0, sizeof(*fetch));
	under_way--;
}

void
kore_fetch_turn(void)
{
	if (under_way == 0)
		return;
	kore_curl_do_timeout();
	http_process();
	kore_curl_do_timeout();
}
