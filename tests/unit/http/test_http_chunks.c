/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "http/http_chunks.h"

#define MOST 20

/* The status, what is sent, the decoded body, and what follows it. */
static const struct {
	int status;
	const char *sent;
	const char *body;
	const char *rest;
} bodies[] = {
	{ HTTP_CHUNKS_DONE, "0\r\n\r\n", "", "" },
	{ HTTP_CHUNKS_DONE, "5\r\nhello\r\n0\r\n\r\nGET", "hello", "GET" },
	{ HTTP_CHUNKS_DONE, "3;a=\"b\"\r\nhel\r\n02\r\nlo\r\n00\r\n\r\n",
	    "hello", "" },
	{ HTTP_CHUNKS_DONE, "C\r\nhello\r\n\r\nall\r\n0\r\nA: b\r\nC:\r\n\r\n",
	    "hello\r\n\r\nall", "" },
	{ HTTP_CHUNKS_DONE, "14\r\n12345678901234567890\r\n0\r\n\r\n",
	    "12345678901234567890", "" },
	{ HTTP_CHUNKS_MORE, "5\r\nhello\r\n0\r\n\r", "hello", "" },
	{ HTTP_CHUNKS_MORE, "5\r\nhel", "hel", "" },
	{ 400, "\r\n", NULL, NULL },
	{ 400, "-1\r\n", NULL, NULL },
	{ 400, "0x1\r\n", NULL, NULL },
	{ 400, " 1\r\n", NULL, NULL },
	{ 400, "1 \r\n", NULL, NULL },
	{ 400, "1\n", NULL, NULL },
	{ 400, "1\r\r", NULL, NULL },
	{ 400, ";a\r\n", NULL, NULL },
	{ 400, "1;\n", NULL, NULL },
	{ 400, "1\r\nab\r\n", NULL, NULL },
	{ 400, "1\r\na\n", NULL, NULL },
	{ 400, "0\r\nA: \x01\r\n\r\n", NULL, NULL },
	{ 400, "0\r\n\r\r", NULL, NULL },
	{ 413, "15\r\n", NULL, NULL },
	{ 413, "14\r\n12345678901234567890\r\n1\r\n", NULL, NULL },
	{ 413, "fffffffffffffffff\r\n", NULL, NULL },
};

/* Read it in parts of ${size} bytes, as the network might deliver it. */
static void
read_in_parts(size_t i, size_t size)
{
	struct http_chunks chunks = { 0 };
	const char *sent = bodies[i].sent;
	size_t length = strlen(sent), at = 0, rest = 0, part;
	char *body = malloc(length + 1), *news;
	int status = HTTP_CHUNKS_MORE;

	assert_non_null(body);
	for (; at < length && status == HTTP_CHUNKS_MORE; at += part) {
		part = length - at < size ? length - at : size;
		news = body + chunks.length;
		memcpy(news, sent + at, part);
		status = http_chunks_read(&chunks, MOST, news, part, &rest);
	}
	if (status != bodies[i].status)
		fail_msg("%d, not %d: %s", status, bodies[i].status, sent);
	if (bodies[i].body != NULL) {
		assert_int_equal(chunks.length, strlen(bodies[i].body));
		assert_memory_equal(body, bodies[i].body, chunks.length);
		assert_string_equal(sent + at - rest, bodies[i].rest);
	}
	free(body);
}

static void
a_body_is_decoded_or_rejected_however_it_is_split(void **state)
{
	size_t i, size;

	(void)state;
	for (i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		for (size = strlen(bodies[i].sent); size > 0; size--)
			if (size == strlen(bodies[i].sent) ||
			    bodies[i].rest == NULL || bodies[i].rest[0] == '\0')
				read_in_parts(i, size);
}

static void
bytes_around_the_data_are_limited(void **state)
{
	struct http_chunks chunks = { 0 };
	size_t rest;
	char byte = '1';
	int i, status;

	(void)state;
	status = http_chunks_read(&chunks, MOST, &byte, 1, &rest);
	byte = ';';
	for (i = 0; status == HTTP_CHUNKS_MORE && i < 100000; i++)
		status = http_chunks_read(&chunks, MOST, &byte, 1, &rest);
	assert_int_equal(status, 413);
	assert_in_range(i, 10000, 20000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_body_is_decoded_or_rejected_however_it_is_split),
		cmocka_unit_test(bytes_around_the_data_are_limited),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
