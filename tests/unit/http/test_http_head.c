/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "http/http_head.h"

#define GET  "GET / HTTP/1.1\r\nHost: localhost\r\n"
#define POST "POST / HTTP/1.1\r\nHost: localhost\r\n"

/* tests/site/wire.mjs explains what is wrong with each. */
static const struct {
	int status;
	const char *bytes;
} heads[] = {
	{ HTTP_HEAD_OK, GET "\r\n" },
	{ HTTP_HEAD_OK, "\r\n" GET "\r\n" },
	{ HTTP_HEAD_OK, "HEAD / HTTP/1.0\r\nhOST:a.example.:80\r\n\r\n" },
	{ HTTP_HEAD_OK, "GET /?a|b HTTP/1.1\r\nHost: [::1]:8888\r\n\r\n" },
	{ HTTP_HEAD_OK, "GET http://a/ HTTP/1.1\r\nHost: A\r\n\r\n" },
	{ HTTP_HEAD_OK, "GET http://a/ HTTP/1.1\r\nHost: a.example\r\n\r\n" },
	{ HTTP_HEAD_OK, "GET https://a:1/ HTTP/1.1\r\nHost:\r\n\r\n" },
	{ HTTP_HEAD_OK, "GET https://a/ HTTP/1.0\r\n\r\n" },
	{ HTTP_HEAD_OK, "GET / HTTP/1.0\r\n\r\n" },
	{ HTTP_HEAD_OK, "GET / HTTP/1.0\r\nHost:\r\n\r\n" },
	{ HTTP_HEAD_OK, "PUT / HTTP/1.0\r\nContent-Length: 0\r\n\r\n" },
	{ HTTP_HEAD_OK, "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n" },
	{ HTTP_HEAD_OK, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n" },
	{ HTTP_HEAD_OK, "OPTIONS https://a HTTP/1.1\r\nHost: a\r\n\r\n" },
	{ HTTP_HEAD_OK, GET "Content-Length: 0\r\n\r\n" },
	{ HTTP_HEAD_OK, GET "X: \xff\t\x80\r\nY:\r\n\r\n" },
	{ HTTP_HEAD_OK, POST "Content-Length: 0012\r\n\r\n" },
	{ HTTP_HEAD_OK, POST "Transfer-Encoding: Chunked\r\n\r\n" },
	{ 400, "\n" },
	{ 400, "\r\n\r\n" },
	{ 400, "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n" },
	{ 400, "GET\r\n" },
	{ 400, " / HTTP/1.1\r\n" },
	{ 400, "GET /\r\n" },
	{ 400, "GET / HTTP/1.1\n" },
	{ 400, "GET / HTTP/1.1 \r\n" },
	{ 400, "GET\t/ HTTP/1.1\r\n" },
	{ 400, "GET  HTTP/1.1\r\n" },
	{ 400, "GET * HTTP/1.1\r\n" },
	{ 400, "GET ftp://a/ HTTP/1.1\r\n" },
	{ 400, "GET https:///a HTTP/1.1\r\n" },
	{ 400, "GET https://you@a/ HTTP/1.1\r\n" },
	{ 400, "GET /\x7f HTTP/1.1\r\n" },
	{ 400, "GET /#top HTTP/1.1\r\n" },
	{ 400, "OPTIONS *a HTTP/1.1\r\n" },
	{ 400, "GET http://a/ HTTP/1.1\r\nHost: a b\r\n" },
	{ 400, "GET http://a/ HTTP/1.1\r\nHost: a\r\nHost: a\r\n" },
	{ 400, "GET http://a/ HTTP/1.1\r\n\r\n" },
	{ 400, GET "Host: localhost\r\n" },
	{ 400, "GET / HTTP/1.1\r\nHost: a b\r\n" },
	{ 400, "GET / HTTP/1.1\r\nHost: a:b\r\n" },
	{ 400, "GET / HTTP/1.1\r\nHost: [::1\r\n" },
	{ 400, "GET / HTTP/1.1\r\nHost: [::1]a\r\n" },
	{ 400, "GET / HTTP/1.1\r\nHost: []\r\n" },
	{ 400, "GET / HTTP/1.1\r\nHost: :80\r\n" },
	{ 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n" },
	{ 400, "GET / HTTP/1.0\r\nHost: a b\r\n" },
	{ 400, "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n" },
	{ 400, "GET / HTTP/1.1\r\n\r\n" },
	{ 400, GET " X: y\r\n" },
	{ 400, GET "X : y\r\n" },
	{ 400, GET "X\r\n" },
	{ 400, GET ": y\r\n" },
	{ 400, GET "X: \x01\r\n" },
	{ 400, GET "X: \x7f\r\n" },
	{ 400, GET "X: a\rb\r\n" },
	{ 400, GET "Content-Length: 1\r\n\r\n" },
	{ 400, GET "Transfer-Encoding: chunked\r\n\r\n" },
	{ 400, POST "Content-Length: \r\n" },
	{ 400, POST "Content-Length: 1 2\r\n" },
	{ 400, POST "Content-Length: 1\r\nContent-Length: 1\r\n" },
	{ 400, POST "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n" },
	{ 400, POST "Cookie: a\r\nCookie: b\r\n" },
	{ 400, "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
	       "\r\n" },
	{ 411, POST "\r\n" },
	{ 413, POST "Content-Length: 18446744073709551617\r\n" },
	{ 417, POST "Expect: \r\n" },
	{ 501, POST "Transfer-Encoding: chunked, chunked\r\n" },
	{ 501, "get / HTTP/1.1\r\n" },
	{ 501, "BREW / HTTP/1.0\r\n" },
	{ 505, "GET / HTTP/1.2\r\n" },
	{ 505, "GET / HTTP/0.9\r\n" },
	{ 505, "GET / HTTP/2.0\r\n" },
};

#define HEADS (sizeof(heads) / sizeof(heads[0]))

/* Copy to memory of exactly that size: sanitizers notice a byte too far. */
static char *
copy(const char *bytes, size_t length)
{
	char *exact = malloc(length > 0 ? length : 1);

	assert_non_null(exact);
	memcpy(exact, bytes, length);
	return (exact);
}

static int
check(const char *bytes, size_t length, struct http_head *head)
{
	char *exact = copy(bytes, length);
	int status = http_head_check(exact, length, head);

	if (status > HTTP_HEAD_MORE)
		assert_true(strlen(head->reason) > 0);
	free(exact);
	return (status);
}

static void
a_head_is_accepted_or_rejected_with_its_status(void **state)
{
	struct http_head head;
	size_t i;

	(void)state;
	for (i = 0; i < HEADS; i++) {
		const char *bytes = heads[i].bytes;
		int status = check(bytes, strlen(bytes), &head);

		if (status != heads[i].status)
			fail_msg(
			    "%d, not %d: %s", status, heads[i].status, bytes);
	}
}

/* A head that could still be valid is neither rejected nor accepted early. */
static void
an_incomplete_head_waits_for_more(void **state)
{
	struct http_head head;
	size_t i, length;

	(void)state;
	for (i = 0; i < HEADS; i++)
		for (length = 0; heads[i].status == HTTP_HEAD_OK &&
				 length < strlen(heads[i].bytes);
		     length++)
			assert_int_equal(check(heads[i].bytes, length, &head),
			    HTTP_HEAD_MORE);
}

static void
assert_slice(struct slice slice, const char *text)
{
	assert_int_equal(slice.length, strlen(text));
	assert_memory_equal(slice.bytes, text, slice.length);
}

static void
a_head_has_the_values_that_were_sent(void **state)
{
	static const char bytes[] =
	    "\r\nPOST https://a.example:1/x?y HTTP/1.1\r\n"
	    "X-Empty:\r\nconnection: x , CLOSE\r\nHOST: \ta.example:1 \r\n"
	    "Expect: 100-Continue\r\ncontent-length:5\r\n"
	    "Cookie: a = b; c\r\n\r\nhello";
	struct http_head head;

	(void)state;
	assert_int_equal(
	    http_head_check(bytes, sizeof(bytes) - 1, &head), HTTP_HEAD_OK);
	assert_string_equal(bytes + head.length, "hello");
	assert_slice(head.method, "POST");
	assert_slice(head.target, "/x?y");
	assert_slice(head.host, "a.example:1");
	assert_int_equal(head.minor, 1);
	assert_int_equal(head.content_length, 5);
	assert_true(head.expects && head.closes && !head.chunked);
	assert_int_equal(head.count, 2);
	assert_slice(head.fields[0].name, "X-Empty");
	assert_slice(head.fields[0].value, "");
	assert_slice(head.fields[1].name, "Cookie");
	assert_slice(head.fields[1].value, "a = b; c");
}

/* What is written for Kore means the same when read again, and nothing more. */
static void
a_rewritten_head_has_the_same_values(void **state)
{
	struct http_head head, again;
	struct buffer out = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < HEADS; i++) {
		const char *bytes = heads[i].bytes;

		if (heads[i].status != HTTP_HEAD_OK)
			continue;
		(void)http_head_check(bytes, strlen(bytes), &head);
		http_head_write(
		    &head, "a.example:1", head.content_length, 1, &out);
		assert_int_equal(http_head_check(out.data, out.length, &again),
		    HTTP_HEAD_OK);
		assert_int_equal(again.length, out.length);
		assert_slice(again.host, "a.example:1");
		assert_true(slice_begins(again.target, "/") ||
			    slice_equals(head.target, "*"));
		assert_int_equal(again.content_length, head.content_length);
		assert_true(again.closes);
		assert_int_equal(again.count, 0);
		buffer_free(&out);
	}
}

static void
a_query_without_a_path_gets_one(void **state)
{
	static const char bytes[] =
	    "GET http://a?x HTTP/1.1\r\nHost: a\r\n\r\n";
	struct http_head head;
	struct buffer out = { 0 };

	(void)state;
	assert_int_equal(
	    http_head_check(bytes, sizeof(bytes) - 1, &head), HTTP_HEAD_OK);
	http_head_write(&head, "a", 0, 0, &out);
	assert_memory_equal(out.data, "GET /?x HTTP/1.1\r\n", 18);
	buffer_free(&out);
}

/* Return the status of a GET for ${start} and ${length} more bytes. */
static int
check_long(const char *start, size_t length)
{
	struct buffer out = { 0 };
	struct http_head head;
	int status;

	buffer_format(&out, "GET %s", start);
	while (length-- > 0)
		buffer_text(&out, "x");
	buffer_text(&out, " HTTP/1.1\r\nHost: a\r\n\r\n");
	status = check(out.data, out.length, &head);
	buffer_free(&out);
	return (status);
}

static void
an_address_may_be_equally_long_in_any_form(void **state)
{
	static const struct {
		const char *start;
		size_t length; /* of the path and query in it */
	} forms[] = {
		{ "/", 1 }, { "/?", 2 }, { "https://a.example:8888/", 1 },
		{ "https://a/?", 2 },
		{ "https://a?", 2 }, /* with the missing slash */
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t most = HTTP_TARGET_MAX - forms[i].length;

		assert_int_equal(
		    check_long(forms[i].start, most), HTTP_HEAD_OK);
		assert_int_equal(check_long(forms[i].start, most + 1), 414);
	}
}

static void
an_absolute_address_names_the_host(void **state)
{
	static const char bytes[] =
	    "GET https://a.example:1/ HTTP/1.1\r\nHost: b.example\r\n\r\n";
	struct http_head head;

	(void)state;
	assert_int_equal(
	    http_head_check(bytes, sizeof(bytes) - 1, &head), HTTP_HEAD_OK);
	assert_slice(head.host, "a.example:1");
}

static void
http_1_0_closes_the_connection(void **state)
{
	static const char bytes[] =
	    "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
	struct http_head head;

	(void)state;
	assert_int_equal(
	    http_head_check(bytes, sizeof(bytes) - 1, &head), HTTP_HEAD_OK);
	assert_true(head.closes);
	assert_int_equal(head.host.length, 0);
}

static void
a_host_has_at_most_253_bytes(void **state)
{
	struct buffer out = { 0 };
	struct http_head head;
	size_t i, start;

	(void)state;
	buffer_text(&out, "GET / HTTP/1.1\r\nHost:");
	start = out.length;
	for (i = 0; i < 254; i++)
		buffer_text(&out, "a");
	buffer_text(&out, "\r\n\r\n");
	assert_int_equal(check(out.data, out.length, &head), 400);
	memmove(out.data + start, out.data + start + 1, out.length - start - 1);
	assert_int_equal(check(out.data, out.length - 1, &head), HTTP_HEAD_OK);
	buffer_free(&out);
}

static void
endless_input_is_rejected_early(void **state)
{
	static const char method[] = "XXXXXXXXXXXXXXXXX";
	static char address[4096] = "GET /";
	struct buffer many = { 0 };
	struct http_head head;
	int i;

	(void)state;
	assert_int_equal(check(method, 16, &head), HTTP_HEAD_MORE);
	assert_int_equal(check(method, 17, &head), 400);
	memset(address + 5, 'x', sizeof(address) - 5);
	assert_int_equal(check(address, 1998, &head), HTTP_HEAD_MORE);
	assert_int_equal(check(address, sizeof(address), &head), 414);

	buffer_text(&many, GET);
	for (i = 0; i < HTTP_HEAD_FIELDS; i++)
		buffer_text(&many, "X:y\r\n");
	assert_int_equal(check(many.data, many.length, &head), HTTP_HEAD_MORE);
	buffer_text(&many, "X:y\r\n");
	assert_int_equal(check(many.data, many.length, &head), 431);
	buffer_free(&many);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_head_is_accepted_or_rejected_with_its_status),
		cmocka_unit_test(an_incomplete_head_waits_for_more),
		cmocka_unit_test(a_head_has_the_values_that_were_sent),
		cmocka_unit_test(a_rewritten_head_has_the_same_values),
		cmocka_unit_test(a_query_without_a_path_gets_one),
		cmocka_unit_test(an_address_may_be_equally_long_in_any_form),
		cmocka_unit_test(an_absolute_address_names_the_host),
		cmocka_unit_test(http_1_0_closes_the_connection),
		cmocka_unit_test(a_host_has_at_most_253_bytes),
		cmocka_unit_test(endless_input_is_rejected_early),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
