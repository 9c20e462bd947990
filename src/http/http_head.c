#include "http/http_head.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "http/http_line.h"

/* Each takes the value of a field. Answer: HTTP_HEAD_OK, or a status. */
static int take_host(struct http_head *, struct slice);
static int take_length(struct http_head *, struct slice);
static int take_coding(struct http_head *, struct slice);
static int take_expectation(struct http_head *, struct slice);
static int take_connection(struct http_head *, struct slice);

/* The fields that the site acts on. Nobody may say two things in them. */
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

static int
take_host(struct http_head *head, struct slice value)
{
	struct slice host = head->host;

	if (!http_line_host(value))
		return (
		    http_refuse(head, 400, "Host is not the name of a host."));
	/* An address in full has named it already. */
	if (host.length > 0 &&
	    (host.length != value.length ||
		strncasecmp(host.bytes, value.bytes, host.length) != 0))
		return (http_refuse(
		    head, 400, "Host and the address name two hosts."));
	head->host = value;
	return (HTTP_HEAD_OK);
}

static int
take_length(struct http_head *head, struct slice value)
{
	const char *c = value.bytes, *end = c + value.length;

	for (; c < end && is_digit(*c); c++) {
		if (head->content_length > SIZE_MAX / 10 - 1)
			return (
			    http_refuse(head, 413, "The body is too large."));
		head->content_length =
		    head->content_length * 10 + (size_t)(*c - '0');
	}
	if (value.length == 0 || c < end)
		return (
		    http_refuse(head, 400, "Content-Length is not a number."));
	return (HTTP_HEAD_OK);
}

static int
take_coding(struct http_head *head, struct slice value)
{
	if (!slice_equals_nocase(value, "chunked"))
		return (http_refuse(
		    head, 501, "Transfer-Encoding can only be chunked here."));
	head->chunked = 1;
	return (HTTP_HEAD_OK);
}

static int
take_expectation(struct http_head *head, struct slice value)
{
	if (!slice_equals_nocase(value, "100-continue"))
		return (http_refuse(
		    head, 417, "Expect can only be 100-continue here."));
	head->expects = 1;
	return (HTTP_HEAD_OK);
}

/* A list, which may be spread over several fields. */
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
		return (http_refuse(head, 431, "There are too many fields."));
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
		return (http_refuse(
		    head, 400, "A field is there twice that must be one."));
	head->met |= 1U << i;
	return (known[i].take != NULL ? known[i].take(head, field.value)
				      : keep_field(head, field));
}

/* RFC 9110, 5.5: visible bytes, of any alphabet, and white space. */
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
		return (http_refuse(
		    head, 400, "A field is a name, a colon and a value."));
	field.value = slice_trim(line);
	if (!is_value(field.value))
		return (http_refuse(
		    head, 400, "A field has a control character in it."));
	return (take_field(head, field));
}

/* What no line alone can tell (RFC 9112, 3.2 and 6). */
static int
check_together(struct http_head *head)
{
	static const char *const empty[] = { "GET", "HEAD", NULL };
	static const char *const full[] = { "POST", "PUT", "PATCH", NULL };

	if (!has_met(head, HOST))
		return (http_refuse(head, 400, "Host is missing."));
	if (head->chunked && (has_met(head, LENGTH) || head->minor == 0))
		return (http_refuse(head, 400,
		    "Transfer-Encoding goes neither with Content-Length nor"
		    " with HTTP/1.0."));
	if ((head->chunked || head->content_length > 0) &&
	    http_line_method(head, empty))
		return (http_refuse(
		    head, 400, "GET and HEAD have no body on this site."));
	if (!head->chunked && !has_met(head, LENGTH) &&
	    http_line_method(head, full))
		return (http_refuse(head, 411, "Content-Length is missing."));
	return (HTTP_HEAD_OK);
}

/* Cut the next line off, without its end, which is CR LF and nothing else. */
static int
next_line(struct http_head *head, struct slice *rest, struct slice *line)
{
	if (memchr(rest->bytes, '\n', rest->length) == NULL)
		return (HTTP_HEAD_MORE);
	*line = slice_until(rest, '\n');
	if (line->length == 0 || line->bytes[line->length - 1] != '\r')
		return (http_refuse(head, 400, "A line ends with CR LF."));
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

	/* Of the fields only those that are counted are ever looked at. */
	memset(head, 0, offsetof(struct http_head, fields));
	status = read_head(head, &rest);
	head->length = length - rest.length;
	return (status);
}

static void
add(struct buffer *out, const char *before, struct slice slice)
{
	buffer_text(out, before);
	buffer_add(out, slice.bytes, slice.length);
}

void
http_head_write(const struct http_head *head, size_t content_length, int closes,
    struct buffer *out)
{
	/* Of https://host?query, the path is not there to be seen. */
	int path = head->target.length > 0 && head->target.bytes[0] == '/';

	add(out, "", head->method);
	add(out, path ? " " : " /", head->target);
	buffer_format(out, " HTTP/1.%d\r\ncontent-length:%zu\r\n", head->minor,
	    content_length);
	add(out, closes ? "connection:close\r\nhost:" : "host:", head->host);
	buffer_text(out, "\r\n\r\n");
}
