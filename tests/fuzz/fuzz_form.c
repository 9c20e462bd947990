/* SPDX-License-Identifier: ISC */
/*
 * form_parse(): all fields are in the body, in order, and are text; it accepts
 * a valid form; and it reads the same fields when a browser sends them again.
 * form_find() finds the same values, and stays within its memory.
 */
#include "fuzz.h"
#include "base/text.h"
#include "http/form.h"

/* Return how many fields the form has if each is valid. */
static size_t
count_fields(const uint8_t *data, size_t size)
{
	size_t i, count = 0;

	for (i = 0; i < size; i++)
		count += data[i] != '&' && (i == 0 || data[i - 1] == '&');
	return (count);
}

/* Return 1 if the form is certainly valid. */
static int
is_valid(const uint8_t *data, size_t size)
{
	return (memchr(data, '%', size) == NULL &&
		memchr(data, '\0', size) == NULL &&
		text_valid((const char *)data, size) &&
		count_fields(data, size) <= FORM_FIELDS);
}

static void
check_fields(const struct form *form, const char *body, size_t size)
{
	const char *end = body + size, *at = body, *name, *value;
	size_t i;

	for (i = 0; i < form->count; i++) {
		name = form->fields[i].name;
		value = form->fields[i].value;
		assert(name >= at && name <= value && value <= end);
		at = value + strlen(value);
		assert(at <= end);
		assert(text_valid(name, strlen(name)));
		assert(text_valid(value, strlen(value)));
		assert(form_field(form, name) != NULL);
	}
}

static void
check_again(const struct form *form)
{
	struct buffer out = { 0 };
	struct form again;
	size_t i;

	for (i = 0; i < form->count; i++) {
		if (i > 0)
			buffer_text(&out, "&");
		text_url(
		    &out, form->fields[i].name, strlen(form->fields[i].name));
		buffer_text(&out, "=");
		text_url(
		    &out, form->fields[i].value, strlen(form->fields[i].value));
	}
	if (form->count > 0) {
		assert(form_parse(&again, out.data, out.length) == FORM_OK);
		assert(again.count == form->count);
	}
	for (i = 0; i < form->count; i++) {
		assert(strcmp(again.fields[i].name, form->fields[i].name) == 0);
		assert(
		    strcmp(again.fields[i].value, form->fields[i].value) == 0);
	}
	buffer_free(&out);
}

/* In a valid ${form}, form_find() finds what form_field() does. */
static void
check_find(const struct form *form, const uint8_t *data, size_t size)
{
	char *query = malloc(size + 1), *out = malloc(size + 1);
	const char *name, *value;
	size_t i;

	assert(query != NULL && out != NULL);
	memcpy(query, data, size);
	query[size] = '\0';
	out = realloc(out, strlen(query) + 1);
	assert(out != NULL);
	for (i = 0; i < form->count; i++) {
		name = form->fields[i].name;
		value = form_field(form, name);
		assert(form_find(query, name, out) && strcmp(out, value) == 0);
	}
	if (form_find(query, "a", out))
		assert(text_valid(out, strlen(out)));
	else
		assert(form_field(form, "a") == NULL);
	free(query);
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *body = malloc(size + 1);
	struct form form;
	enum form_error error;

	assert(body != NULL);
	memcpy(body, data, size);
	error = form_parse(&form, body, size);
	assert(*form_error_text(error) != '\0');
	if (error == FORM_OK) {
		assert(form.count == count_fields(data, size));
		assert(memchr(data, '\0', size) == NULL &&
		       memmem(data, size, "%00", 3) == NULL);
		check_fields(&form, body, size);
		check_again(&form);
	} else {
		assert(form.count == 0);
		assert(!is_valid(data, size));
	}
	check_find(&form, data, size);
	free(body);
	return (0);
}
