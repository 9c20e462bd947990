/* SPDX-License-Identifier: ISC */
#include "http/http_head.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "http/http_line.h"

/* Each takes the value of a field and returns HTTP_HEAD_OK or a status. */
static int take_host(struct http_head *, struct slice);
static int take_length(struct http_head *, struct slice);
static int take_coding(struct http_head *, struct slice);
static int take_expectation(struct http_head *, struct slice);
static int take_connection(struct http_head *, struct slice);

/* The fields that the site acts on, which must not appear twice. */
enum { HOST, LENGTH, CODING, EXPECTATION, CONNECTION, KNOWN = 9 };

static const struct {
	const char *name;
	int (*take)(struct http_head *, struct slice);
} known[KNOWN] = {
	[HOST] = { "host", take_host },
	[LENGTH] = { "content-length", take_length },
	[CODING] = { "transfer-encoding", take_coding },
	[EXPECTATION] = { "expect", take_expectation },
	[CONNECTION] = { "connection", take_connection },
	{ "cookie", NULL },
	{ "content-type", NULL },
	{ "origin", NULL },
	{ "sec-fetch-site", NULL },
};

static int
has_met(const struct http_head *head, size_t field)
{
	return ((head->met >> field & 1) != 0);
}

/* If an absolute URL names a host, this one is ignored (RFC 9112, 3.2.2). */
static int
take_host(struct http_head *head, struct slice value)
{
	if (value.length > 0 && !http_line_host(value))
		return (
		    http_reject(head, 400, "Host is not a valid host name."));
	if (head->host.length == 0)
		head->host = value;
	return (HTTP_HEAD_OK);
}

static int
take_length(struct http_head *head, struct slice value)
{
	const char *c = value.bytes, *end = c + value.length;

	for (; c < end && ascii_is_digit(*c); c++) {
		if (head->content_length > SIZE_MAX / 10 - 1)
			return (
			    http_reject(head, 413, "The body is too large."));
		head->content_length =
		    head->content_length * 10 + (size_t)(*c - '0');
	}
	if (value.length == 0 || c < end)
		return (
		    http_reject(head, 400, "Content-Length is not a number."));
	return (HTTP_HEAD_OK);
}

static int
take_coding(struct http_head *head, struct slice value)
{
	if (!slice_equals_nocase(value, "chunked"))
		return (http_reject(head, 501,
		    "Transfer-Encoding must be chunked on this site."));
	head->chunked = 1;
	return (HTTP_HEAD_OK);
}

static int
take_expectation(struct http_head *head, struct slice value)
{
	if (!slice_equals_nocase(value, "100-continue"))
		return (http_reject(
		    head, 417, "Expect must be 100-continue on this site."));
	head->expects = 1;
	return (HTTP_HEAD_OK);
}

/* Connection is a list, which may be spread over several fields. */
static int
take_connection(struct http_head *head, struct slice value)
{
	while (value.length > 0)
		if (slice_equals_nocase(
			slice_trim(slice_until(&value, ',')), "close"))
			head->closes = 1;
	return (HTTP_HEAD_OK);
}

static int
keep_field(struct http_head *head, struct http_field field)
{
	if (head->count == HTTP_HEAD_FIELDS)
		return (http_reject(head, 431, "There are too many fields."));
	head->fields[head->count++] = field;
	return (HTTP_HEAD_OK);
}

static int
take_field(struct http_head *head, struct http_field field)
{
	size_t i;

	for (i = 0; i < KNOWN; i++)
		if (slice_equals_nocase(field.name, known[i].name))
			break;
	if (i == KNOWN)
		return (keep_field(head, field));
	if (has_met(head, i) && i != CONNECTION)
		return (http_reject(
		    head, 400, "A field that is allowed once appears twice."));
	head->met |= 1U << i;
	return (known[i].take != NULL ? known[i].take(head, field.value)
				      : keep_field(head, field));
}

/* RFC 9110, 5.5: anything but control characters; a tab is white space. */
static int
is_value(struct slice value)
{
	const char *c = value.bytes, *end = c + value.length;

	for (; c < end; c++)
		if (((unsigned char)*c < ' ' && *c != '\t') || *c == 0x7f)
			return (0);
	return (1);
}

static int
read_field(struct http_head *head, struct slice line)
{
	struct http_field field;

	field.name = slice_token(&line);
	if (field.name.length == 0 || !slice_skip(&line, ':'))
		return (http_reject(
		    head, 400, "A field must be a name, a colon and a value."));
	field.value = slice_trim(line);
	if (!is_value(field.value))
		return (http_reject(
		    head, 400, "A field has a control character in it."));
	return (take_field(head, field));
}

/* Check what depends on several lines (RFC 9112, 3.2 and 6). */
static int
check_together(struct http_head *head)
{
	static const char *const empty[] = { "GET", "HEAD", NULL };
	static const char *const full[] = { "POST", "PUT", "PATCH", NULL };

	if (head->minor > 0 && (!has_met(head, HOST) || head->host.length == 0))
		return (http_reject(head, 400, "Host is missing or empty."));
	if (head->chunked && (has_met(head, LENGTH) || head->minor == 0))
		return (http_reject(head, 400,
		    "Transfer-Encoding cannot be combined with"
		    " Content-Length or HTTP/1.0."));
	if ((head->chunked || head->content_length > 0) &&
	    http_line_method(head, empty))
		return (http_reject(head, 400,
		    "GET and HEAD cannot have a body on this site."));
	if (!head->chunked && !has_met(head, LENGTH) &&
	    http_line_method(head, full))
		return (http_reject(head, 411, "Content-Length is missing."));
	if (head->minor == 0)
		head->closes = 1;
	return (HTTP_HEAD_OK);
}

/* Cut the next line off ${rest}. Only CR LF ends a line, which excludes it. */
static int
next_line(struct http_head *head, struct slice *rest, struct slice *line)
{
	if (memchr(rest->bytes, '\n', rest->length) == NULL)
		return (HTTP_HEAD_MORE);
	*line = slice_until(rest, '\n');
	if (line->length == 0 || line->bytes[line->length - 1] != '\r')
		return (
		    http_reject(head, 400, "Every line must end in CR LF."));
	line->length--;
	return (HTTP_HEAD_OK);
}

static int
read_head(struct http_head *head, struct slice *rest)
{
	struct slice line;
	int status;

	/* An empty line may come before a request (RFC 9112, 2.2). */
	if (slice_begins(*rest, "\r\n"))
		(void)slice_cut(rest, rest->bytes + 2);
	if (rest->length == 0 || slice_equals(*rest, "\r"))
		return (HTTP_HEAD_MORE);

	status = next_line(head, rest, &line);
	if (status == HTTP_HEAD_MORE)
		return (http_line_is_possible_prefix(head, *rest));
	if (status == HTTP_HEAD_OK)
		status = http_line_read(head, line);
	while (status == HTTP_HEAD_OK) {
		status = next_line(head, rest, &line);
		if (status == HTTP_HEAD_OK && line.length == 0)
			return (check_together(head));
		if (status == HTTP_HEAD_OK)
			status = read_field(head, line);
	}
	return (status);
}

int
http_head_check(const char *bytes, size_t length, struct http_head *head)
{
	struct slice rest = { bytes, length };
	int status;

	/* No need to clear the fields: head->count says which are set. */
	memset(head, 0, offsetof(struct http_head, fields));
	status = read_head(head, &rest);
	head->length = length - rest.length;
	return (status);
}

void
http_head_write(const struct http_head *head, const char *host,
    size_t content_length, int closes, struct buffer *out)
{
	/* The URL https://host?query has no path. */
	int path = head->target.length > 0 && head->target.bytes[0] != '?';

	buffer_add(out, head->method.bytes, head->method.length);
	buffer_text(out, path ? " " : " /");
	buffer_add(out, head->target.bytes, head->target.length);
	buffer_format(out,
	    " HTTP/1.1\r\ncontent-length:%zu\r\n%shost:%s\r\n\r\n",
	    content_length, closes ? "connection:close\r\n" : "", host);
}
