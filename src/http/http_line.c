/* SPDX-License-Identifier: ISC */
#include "http/http_line.h"

#include <string.h>

#include "base/ascii.h"

#define METHOD_MAX  16	/* bytes; all real methods are shorter */
#define HOST_MAX    253 /* bytes of a host and port */
#define VERSION_MAX sizeof(" HTTP/1.1\r")
#define LINE_MAX                                                         \
	(METHOD_MAX + sizeof(" https://") + HOST_MAX + HTTP_TARGET_MAX + \
	    VERSION_MAX)

int
http_reject(struct http_head *head, int status, const char *reason)
{
	head->reason = reason;
	return (status);
}

/*
 * A host is a name, an IPv4 address, or an IPv6 address in brackets, and may
 * have a port (RFC 3986, 3.2.2; we reject the characters that no web site's
 * name has).
 */
int
http_line_host(struct slice host)
{
	const char *c, *end = host.bytes + host.length, *start;
	int bracket;

	if (host.length > HOST_MAX)
		return (0);
	bracket = slice_skip(&host, '[');
	for (c = start = host.bytes; c < end; c++)
		if (!ascii_is_alphanumeric(*c) && *c != '.' &&
		    (bracket ? *c != ':' : *c != '-' && *c != '_'))
			break;
	if (c == start || (bracket && (c == end || *c++ != ']')))
		return (0);
	if (c < end && *c++ != ':')
		return (0);
	while (c < end && ascii_is_digit(*c))
		c++;
	return (c == end);
}

int
http_line_method(const struct http_head *head, const char *const methods[])
{
	for (; *methods != NULL; methods++)
		if (slice_equals(head->method, *methods))
			return (1);
	return (0);
}

/*
 * Pages know GET, HEAD and POST. The others are also let through because each
 * page responds to them with 405 and the methods that it knows.
 */
static int
check_method(struct http_head *head)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT",
		"DELETE", "OPTIONS", "PATCH", NULL };

	if (http_line_method(head, methods))
		return (HTTP_HEAD_OK);
	return (
	    http_reject(head, 501, "This site supports GET, HEAD and POST."));
}

static int
read_version(struct http_head *head, struct slice version)
{
	const char *c = version.bytes;

	if (version.length != 8 || memcmp(c, "HTTP/", 5) != 0 ||
	    !ascii_is_digit(c[5]) || c[6] != '.' || !ascii_is_digit(c[7]))
		return (http_reject(head, 400,
		    "A request must begin with a method, an address"
		    " and HTTP/1.1."));
	if (c[5] != '1' || c[7] > '1')
		return (http_reject(head, 505, "This site supports HTTP/1.1."));
	head->minor = c[7] - '0';
	return (HTTP_HEAD_OK);
}

/*
 * Read an absolute URL, as proxies send it: its host, then the target. OPTIONS
 * for a host alone means OPTIONS * (RFC 9112, 3.2.4).
 */
static int
read_authority(struct http_head *head, struct slice target)
{
	const char *c, *end = target.bytes + target.length;

	if (slice_begins(target, "https://"))
		(void)slice_cut(&target, target.bytes + 8);
	else if (slice_begins(target, "http://"))
		(void)slice_cut(&target, target.bytes + 7);
	else
		return (http_reject(
		    head, 400, "The address must begin with a slash."));

	for (c = target.bytes; c < end && *c != '/' && *c != '?'; c++)
		;
	head->host = slice_cut(&target, c);
	head->target = target;
	if (target.length == 0 && slice_equals(head->method, "OPTIONS"))
		head->target = (struct slice){ "*", 1 };
	if (!http_line_host(head->host))
		return (http_reject(
		    head, 400, "The address does not name a host."));
	return (HTTP_HEAD_OK);
}

/*
 * RFC 9112, 3.2. We allow characters such as |, which RFC 3986 forbids, because
 * browsers send them.
 */
static int
has_other_characters(struct slice target)
{
	const char *c, *end = target.bytes + target.length;

	for (c = target.bytes; c < end; c++)
		if (*c < '!' || *c > '~' || *c == '#')
			return (1);
	return (0);
}

static int
read_target(struct http_head *head, struct slice target)
{
	int whole_site =
	    slice_equals(head->method, "OPTIONS") && slice_equals(target, "*");
	size_t slash;

	if (target.length == 0)
		return (http_reject(head, 400, "The address is empty."));
	if (has_other_characters(target))
		return (http_reject(head, 400,
		    "The address has a character that must be"
		    " percent-encoded."));
	head->target = target;
	if (target.bytes[0] != '/' && !whole_site &&
	    read_authority(head, target) != HTTP_HEAD_OK)
		return (400);
	/* http_head_write() adds a slash before a lone query. */
	slash = slice_begins(head->target, "?") ? 1 : 0;
	if (head->target.length + slash > HTTP_TARGET_MAX)
		return (http_reject(head, 414, "The address is too long."));
	return (HTTP_HEAD_OK);
}

int
http_line_read(struct http_head *head, struct slice line)
{
	struct slice target;
	int status;

	head->method = slice_token(&line);
	if (head->method.length == 0 || !slice_skip(&line, ' '))
		return (http_reject(head, 400, "This is not HTTP."));
	target = slice_until(&line, ' ');

	status = read_version(head, line);
	if (status == HTTP_HEAD_OK)
		status = check_method(head);
	if (status == HTTP_HEAD_OK)
		status = read_target(head, target);
	return (status);
}

int
http_line_is_possible_prefix(struct http_head *head, struct slice start)
{
	size_t length = start.length;
	struct slice method = slice_token(&start);

	if (method.length > METHOD_MAX ||
	    (start.length > 0 && (method.length == 0 || start.bytes[0] != ' ')))
		return (http_reject(head, 400, "This is not HTTP."));
	if (length > LINE_MAX)
		return (http_reject(head, 414, "The address is too long."));
	return (HTTP_HEAD_MORE);
}
