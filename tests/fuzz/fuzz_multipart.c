/* SPDX-License-Identifier: ISC */
/*
 * A form with a file: the fields lie before the file, the file is followed by
 * the end of the form and nothing else, and it is the same however the bytes
 * arrive.
 */
#include "fuzz.h"
#include "base/text.h"
#include "http/multipart.h"

#define BOUNDARY "b"
#define TYPE	 "multipart/form-data; boundary=" BOUNDARY
#define END	 "\r\n--" BOUNDARY "--"

/*
 * Read a copy of the body, whose file arrives in pieces of ${step} bytes, and
 * add the file to ${file}. Return 0, or -1.
 */
static int
read_body(const uint8_t *data, size_t size, size_t step, struct buffer *file)
{
	char *body = malloc(size + 1);
	struct buffer piece = { 0 };
	struct multipart multipart;
	struct form form;
	size_t i, length;
	ssize_t at;
	int status;

	assert(body != NULL && multipart_begin(&multipart, TYPE) == 0);
	memcpy(body, data, size);
	at = multipart_fields(&multipart, &form, body, size);
	for (i = 0; i < form.count; i++) {
		assert(at > 0 && form.fields[i].value < body + at);
		assert(text_valid(
		    form.fields[i].value, strlen(form.fields[i].value)));
	}
	status = at == -1 ? -1 : 0;
	memcpy(body, data, size);
	for (i = (size_t)at; status == 0 && i < size; i += length) {
		length = size - i < step ? size - i : step;
		status = multipart_file(
		    &multipart, body + i, length, i + length == size, &piece);
		if (status == 0)
			buffer_add(file, piece.data, piece.length);
		buffer_free(&piece);
	}
	free(body);
	return (status);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer whole = { 0 }, pieces = { 0 };
	int status = read_body(data, size, size, &whole);
	size_t step = size > 0 ? data[size - 1] % 16 + 1 : 1;

	assert(read_body(data, size, step, &pieces) == status);
	if (status == 0) {
		assert(whole.length == pieces.length);
		assert(whole.length == 0 ||
		       memcmp(whole.data, pieces.data, whole.length) == 0);
		assert(whole.length + strlen(END) <= size);
		assert(memmem(data, size, END, strlen(END)) != NULL);
	}
	buffer_free(&whole);
	buffer_free(&pieces);
	return (0);
}
