#include "http/http_line.h"

#include <string.h>

#define METHOD_MAX  16	 /* bytes; nobody has a longer one */
#define TARGET_MAX  1998 /* bytes of an address; Kore takes no more */
#define HOST_MAX    253	 /* bytes of a host with its port */
#define VERSION_MAX sizeof(" HTTP/1.1\r")
#define LINE_MAX \
	(METHOD_MAX + sizeof(" https://") + HOST_MAX + TARGET_MAX + VERSION_MAX)

int
http_refuse(struct http_head *head, int status, const char *reason)
{
	head->reason = reason;
	return (status);
}

/*
 * A name, an IPv4 address, or an IPv6 address in brackets; and maybe a port
 * (RFC 3986, 3.2.2, without what no host of a web site is called).
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
		if (!is_alphanumeric(*c) && *c != '.' &&
		    (bracket ? *c != ':' : *c != '-' && *c != '_'))
			break;
	if (c == start || (bracket && (c == end || *c++ != ']')))
		return (0);
	if (c < end && *c++ != ':')
		return (0);
	while (c < end && is_digit(*c))
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

/* What no page does, but each can refuse in its own words, is let through. */
static int
check_method(struct http_head *head)
{
	static const char *const ours[] = { "GET", "HEAD", "POST", NULL };
	static const char *const newer[] = { "PUT", "DELETE", "OPTIONS",
		"PATCH", NULL };

	if (http_line_method(head, ours) ||
	    (head->minor > 0 && http_line_method(head, newer)))
		return (HTTP_HEAD_OK);
	return (http_refuse(head, 501, "This site knows GET, HEAD and POST."));
}

static int
read_version(struct http_head *head, struct slice version)
{
	const char *c = version.bytes;

	if (version.length != 8 || memcmp(c, "HTTP/", 5) != 0 ||
	    !is_digit(c[5]) || c[6] != '.' || !is_digit(c[7]))
		return (http_refuse(head, 400,
		    "A request begins with a method, an address and"
		    " HTTP/1.1."));
	if (c[5] != '1' || c[7] > '1')
		return (http_refuse(head, 505, "This site speaks HTTP/1.1."));
	head->minor = c[7] - '0';
	return (HTTP_HEAD_OK);
}

/* An address in full, as proxies send it. The rest of it is what is meant. */
static int
read_authority(struct http_head *head, struct slice target)
{
	const char *c, *end = target.bytes + target.length;

	if (slice_begins(target, "https://"))
		(void)slice_cut(&target, target.bytes + 8);
	else if (slice_begins(target, "http://"))
		(void)slice_cut(&target, target.bytes + 7);
	else
		return (http_refuse(
		    head, 400, "The address must begin with a slash."));

	for (c = target.bytes; c < end && *c != '/' && *c != '?'; c++)
		;
	head->host = slice_cut(&target, c);
	head->target = target;
	if (!http_line_host(head->host))
		return (http_refuse(
		    head, 400, "The address does not name a host."));
	return (HTTP_HEAD_OK);
}

/* RFC 9112, 3.2. Browsers let | and the like through, which RFC 3986 forbids.
 */
static int
read_target(struct http_head *head, struct slice target)
{
	const char *c, *end = target.bytes + target.length;

	if (target.length == 0)
		return (http_refuse(head, 400, "The address is empty."));
	if (target.length > TARGET_MAX)
		return (http_refuse(head, 414, "The address is too long."));
	for (c = target.bytes; c < end; c++)
		if (*c < '!' || *c > '~' || *c == '#')
			return (http_refuse(head, 400,
			    "The address has a character that must be"
			    " percent-encoded."));
	if (target.bytes[0] != '/')
		return (read_authority(head, target));
	head->target = target;
	return (HTTP_HEAD_OK);
}

int
http_line_read(struct http_head *head, struct slice line)
{
	struct slice target;
	int status;

	head->method = slice_token(&line);
	if (head->method.length == 0 || !slice_skip(&line, ' '))
		return (http_refuse(head, 400, "This is not HTTP."));
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
		return (http_refuse(head, 400, "This is not HTTP."));
	if (length > LINE_MAX)
		return (http_refuse(head, 414, "The address is too long."));
	return (HTTP_HEAD_MORE);
}
