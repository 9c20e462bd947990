/* SPDX-License-Identifier: ISC */
/*
 * Parse the head of an HTTP/1.1 request, as strictly as RFC 9110 and RFC 9112
 * allow: a proxy in front of the site and the site itself must never disagree
 * on where a request ends or what it means.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include <stddef.h>

#include "base/buffer.h"
#include "http/slice.h"

#define HTTP_HEAD_FIELDS 100 /* more are rejected */
#define HTTP_TARGET_MAX                                      \
	1998 /* bytes of a path with its query; Kore's limit \
	      */

/* What http_head_check() returns, unless it is the status of an error. */
#define HTTP_HEAD_OK   0
#define HTTP_HEAD_MORE 1 /* fine so far, but incomplete */

struct http_head {
	size_t length; /* bytes, with the empty line at the end */
	struct slice method;
	struct slice target;   /* a path, a query, both or neither; or "*" */
	struct slice host;     /* empty if HTTP/1.0 does not name one */
	int minor;	       /* minor version: 1 or 0 */
	size_t content_length; /* bytes of the body; 0 if there is none */
	int chunked;	       /* the body is in chunks */
	int expects;	       /* the client waits for 100 Continue */
	int closes;	       /* close the connection after the response */
	unsigned int met;      /* bits: which known fields are present */
	const char *reason;    /* why the head was rejected: a sentence */

	/* The fields that the members above do not cover. */
	size_t count;
	struct http_field {
		struct slice name;
		struct slice value;
	} fields[HTTP_HEAD_FIELDS];
};

/*
 * http_head_check(bytes, length, head):
 * Parse the head that begins at ${bytes}. The ${length} bytes may be only a
 * part of it, or go on behind it. ${head} borrows them. Return HTTP_HEAD_OK; or
 * HTTP_HEAD_MORE if the head is incomplete; or an HTTP status, and then only
 * the reason in ${head} is valid.
 */
int http_head_check(const char *, size_t, struct http_head *);

/*
 * http_head_write(head, host, content_length, closes, out):
 * Add an equivalent head to ${out}, written so that a lenient parser cannot
 * misread it: the request line in HTTP/1.1, Content-Length, "Connection: close"
 * if ${closes} is true, and ${host}. The other fields are left out.
 */
void http_head_write(
    const struct http_head *, const char *, size_t, int, struct buffer *);

#endif
