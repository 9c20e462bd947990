/*
 * The head of an HTTP/1.1 request, read as strictly as RFC 9110 and RFC 9112
 * allow: who stands in front of the site and the site itself must never
 * disagree on where a request ends, or on what it says.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include <stddef.h>

#include "base/buffer.h"
#include "http/slice.h"

#define HTTP_HEAD_FIELDS 100 /* more are refused */

/* What http_head_check() answers; else it is the status to refuse it with. */
#define HTTP_HEAD_OK   0
#define HTTP_HEAD_MORE 1 /* all is well so far, but there is more to come */

struct http_head {
	size_t length; /* of the head, with the empty line that ends it */
	struct slice method;
	struct slice target; /* a path, a query, both or neither */
	struct slice host;
	int minor;	       /* of the version: 1 or 0 */
	size_t content_length; /* of the body; 0 if there is none */
	int chunked;	       /* the body tells its length itself */
	int expects;	       /* the client waits to be told to go on */
	int closes;	       /* the connection shall end with the answer */
	unsigned int met;      /* which of the fields that are known here */
	const char *reason;    /* of a refusal, in a sentence */

	/* Those fields that are not told above. */
	size_t count;
	struct http_field {
		struct slice name;
		struct slice value;
	} fields[HTTP_HEAD_FIELDS];
};

/*
 * http_head_check(bytes, length, head):
 * Read the head that begins at ${bytes}. Of the ${length} bytes some may come
 * after it, or it may not be there to its end yet. ${head} borrows them.
 * Answer: HTTP_HEAD_OK; HTTP_HEAD_MORE; or a status, and then ${head} has
 * nothing but the reason.
 */
int http_head_check(const char *, size_t, struct http_head *);

/*
 * http_head_write(head, content_length, closes, out):
 * Add to ${out} a head that says the same to somebody who reads loosely:
 * request line, host, whether the connection ${closes}, and that the body has
 * ${content_length} bytes. The other fields are left out.
 */
void http_head_write(const struct http_head *, size_t, int, struct buffer *);

#endif
