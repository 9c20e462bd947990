/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"
#include "http/form.h"

/*
 * Decode the bytes from ${from} to ${end} in place. The result ends in a NUL,
 * which may overwrite the byte at ${end}.
 */
static enum form_error
decode(char *from, const char *end)
{
	char *start = from, *to = from;
	int high, low;

	while (from < end) {
		if (*from == '%') {
			high = end - from > 2 ? ascii_hex_value(from[1]) : -1;
			low = end - from > 2 ? ascii_hex_value(from[2]) : -1;
			if (high == -1 || low == -1)
				return (FORM_BROKEN_ESCAPE);
			*to = (char)(high << 4 | low);
			from += 3;
		} else {
			*to = *from == '+' ? ' ' : *from;
			from++;
		}
		if (*to++ == '\0')
			return (FORM_NUL);
	}
	*to = '\0';
	return (text_valid(start, to - start) ? FORM_OK : FORM_NOT_UTF8);
}

/*
 * Decode the field from ${start}, where its name will be, to ${end}, and find
 * its ${value}. The byte at ${end} is a NUL.
 */
static enum form_error
decode_field(char *start, char *end, char **value)
{
	char *equals = memchr(start, '=', end - start);
	enum form_error error;

	*value = equals == NULL ? end : equals + 1;
	error = decode(start, equals == NULL ? end : equals);
	return (error == FORM_OK ? decode(*value, end) : error);
}

static enum form_error
add_field(struct form *form, char *start, char *end)
{
	enum form_error error;
	char *value;

	if (form->count == FORM_FIELDS)
		return (FORM_TOO_MANY);
	error = decode_field(start, end, &value);
	if (error != FORM_OK)
		return (error);

	form->fields[form->count].name = start;
	form->fields[form->count].value = value;
	form->count++;
	return (FORM_OK);
}

enum form_error
form_parse(struct form *form, char *data, size_t length)
{
	char *start, *ampersand, *end = data + length;
	enum form_error error = FORM_OK;

	form->count = 0;
	for (start = data; start < end; start = ampersand + 1) {
		ampersand = memchr(start, '&', end - start);
		if (ampersand == NULL)
			ampersand = end;
		*ampersand = '\0';
		if (ampersand > start)
			error = add_field(form, start, ampersand);
		if (error != FORM_OK) {
			form->count = 0;
			return (error);
		}
	}
	return (FORM_OK);
}

const char *
form_field(const struct form *form, const char *name)
{
	size_t i;

	for (i = 0; i < form->count; i++) {
		if (strcmp(form->fields[i].name, name) == 0)
			return (form->fields[i].value);
	}
	return (NULL);
}

int
form_find(const char *query, const char *name, char *out)
{
	size_t length;
	char *value;

	for (; *query != '\0'; query += length + (query[length] == '&')) {
		length = strcspn(query, "&");
		memcpy(out, query, length);
		out[length] = '\0';
		if (length > 0 &&
		    decode_field(out, out + length, &value) == FORM_OK &&
		    strcmp(out, name) == 0) {
			memmove(out, value, strlen(value) + 1);
			return (1);
		}
	}
	return (0);
}

const char *
form_error_text(enum form_error error)
{
	switch (error) {
	case FORM_OK:
		return ("The form is fine.");
	case FORM_BROKEN_ESCAPE:
		return ("The form has a % that is not followed by two "
			"hexadecimal digits; please send a percent sign as "
			"%25.");
	case FORM_NOT_UTF8:
		return ("The form is not valid UTF-8; please send text as "
			"UTF-8.");
	case FORM_NUL:
		return ("The form has a NUL character; please leave it "
			"out.");
	case FORM_TOO_MANY:
		return ("The form has too many fields; please send at most "
			"32.");
	}
	return ("The form cannot be read.");
}
