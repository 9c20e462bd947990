/* SPDX-License-Identifier: ISC */
/*
 * http_head_check() and http_chunks_read(): a head and a body mean the same
 * when they are written again or arrive in parts.
 */
#include "fuzz.h"
#include "http/http_chunks.h"
#include "http/http_head.h"

#define BODY_MAX 4096

/* What is written for Kore is a valid head again and ends at the same place. */
static void
write_and_read(const struct http_head *head)
{
	struct http_head again;
	struct buffer out = { 0 };

	http_head_write(
	    head, "localhost", head->content_length, head->closes, &out);
	assert(http_head_check(out.data, out.length, &again) == HTTP_HEAD_OK ||
	       head->chunked);
	assert(again.length == out.length && again.count == 0);
	assert(again.content_length == head->content_length);
	assert(slice_equals(again.host, "localhost"));
	assert(head->host.length > 0 || head->minor == 0);
	assert(again.target.length <= HTTP_TARGET_MAX);
	assert(again.closes == head->closes);
	buffer_free(&out);
}

/* A body in two parts has the same result as in one. */
static void
read_chunks(const char *bytes, size_t length)
{
	struct http_chunks one = { 0 }, two = { 0 };
	size_t half = length / 2, rest = 0, other = 0;
	char *copy = malloc(length + 1), *parts = malloc(length + 1);
	int status, again;

	assert(copy != NULL && parts != NULL);
	memcpy(copy, bytes, length);
	memcpy(parts, bytes, half);
	status = http_chunks_read(&one, BODY_MAX, copy, length, &rest);
	again = http_chunks_read(&two, BODY_MAX, parts, half, &other);
	if (again == HTTP_CHUNKS_MORE) {
		memcpy(parts + two.length, bytes + half, length - half);
		again = http_chunks_read(
		    &two, BODY_MAX, parts + two.length, length - half, &other);
		assert(other == rest);
	}
	assert(again == status && one.length <= BODY_MAX);
	if (status == HTTP_CHUNKS_DONE)
		assert(one.length == two.length &&
		       memcmp(copy, parts, one.length) == 0);
	free(copy);
	free(parts);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
	const char *bytes = (const char *)data;
	struct http_head head;
	int status = http_head_check(bytes, length, &head);

	if (status > HTTP_HEAD_MORE)
		assert(status >= 400 && status < 600 && head.reason[0] != '\0');
	if (status != HTTP_HEAD_OK)
		return (0);
	assert(head.length <= length && head.count <= HTTP_HEAD_FIELDS);
	write_and_read(&head);
	if (head.chunked)
		read_chunks(bytes + head.length, length - head.length);
	return (0);
}
