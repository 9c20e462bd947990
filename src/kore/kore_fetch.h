/* SPDX-License-Identifier: ISC */
/*
 * Requests of our own to other servers, over https, while a page waits. The
 * worker goes on serving others: no server, however slow or hostile, keeps it
 * busy. Only addresses that the operator or a configured provider chose may be
 * fetched: a private address is not refused.
 */
#ifndef KORE_FETCH_H
#define KORE_FETCH_H

#include <sys/types.h>
#include <kore/kore.h>
#include <kore/http.h>
#include <kore/curl.h>

#include <openssl/x509_vfy.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of a response. Key sets have up to 20 KB. */
#define FETCH_MAX 65536

/* What to fetch. All of it is borrowed until the response is there. */
struct fetch {
	const char *address;	   /* NULL: nothing */
	const char *form;	   /* makes it a POST; NULL: a GET */
	const char *authorization; /* the value of that header field, or NULL */
	X509_STORE *roots;	   /* that may vouch for the server */
};

struct fetched {
	int status;	    /* of the response; 0: there is none */
	const char *reason; /* why there is none */
	const char *data;   /* without a NUL */
	size_t length;
};

/* One fetch under way; all zeros if none is. */
struct kore_fetch {
	struct kore_curl curl;
	int open;
};

/*
 * kore_fetch_start(fetch, request, what, deadline):
 * Begin to fetch ${what}. ${request} sleeps until the end, which is at
 * ${deadline} at the latest (kore_time_ms()). Return NULL; or why it cannot
 * begin, and then the request does not sleep.
 */
const char *kore_fetch_start(
    struct kore_fetch *, struct http_request *, const struct fetch *, uint64_t);

/*
 * kore_fetch_take(fetch, fetched):
 * Return 0 if the fetch is still under way. Else return 1 and fill in
 * ${fetched}, which borrows from ${fetch} until kore_fetch_end().
 */
int kore_fetch_take(struct kore_fetch *, struct fetched *);

/* kore_fetch_end(fetch): End the fetch, whether it is finished or not. */
void kore_fetch_end(struct kore_fetch *);

/*
 * kore_fetch_turn():
 * In a worker that is about to wait for events, let fetches begin that were
 * just started, and pages go on whose fetch has just ended.
 */
void kore_fetch_turn(void);

#endif
