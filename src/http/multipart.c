/* SPDX-License-Identifier: ISC */
#include "http/multipart.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/text.h"

#define TYPE	    "multipart/form-data"
#define DISPOSITION "content-disposition"

/* The boundary's characters: RFC 2046, without space. */
static int
is_boundary(char c)
{
	return (ascii_is_alphanumeric(c) ||
		(c != '\0' && strchr("'()+_,-./:=?", c) != NULL));
}

int
multipart_begin(struct multipart *multipart, const char *type)
{
	const char *start = type + strlen(TYPE);
	size_t length = 0;
	int quoted;

	memset(multipart, 0, sizeof(*multipart));
	if (strncasecmp(type, TYPE, strlen(TYPE)) != 0)
		return (-1);
	start += strspn(start, " \t");
	if (*start++ != ';')
		return (-1);
	start += strspn(start, " \t");
	if (strncasecmp(start, "boundary=", 9) != 0)
		return (-1);
	start += 9;
	quoted = *start == '"';
	start += quoted;
	while (is_boundary(start[length]))
		length++;
	if (length < 1 || length > MULTIPART_BOUNDARY ||
	    strcmp(start + length, quoted ? "\"" : "") != 0)
		return (-1);
	memcpy(multipart->delimiter, "\r\n--", 4);
	memcpy(multipart->delimiter + 4, start, length);
	multipart->length = 4 + length;
	return (0);
}

/* If ${text} begins with ${with}, cut that off and return 1; else return 0. */
static int
skip(char **text, const char *with)
{
	size_t length = strlen(with);

	if (strncasecmp(*text, with, length) != 0)
		return (0);
	*text += length;
	return (1);
}

/* Cut a quoted value off ${text}, without the quotes. NULL if there is none. */
static char *
quoted_value(char **text)
{
	char *value = *text + 1, *end;

	if (**text != '"' || (end = strchr(value, '"')) == NULL)
		return (NULL);
	*end = '\0';
	*text = end + 1;
	return (value);
}

/*
 * Read one header line, which ends in a NUL. Set ${name} if it says that this
 * is a field of that name, and ${file} if it is a file. Return 0, or -1.
 */
static int
read_header(char *line, const char **name, int *file)
{
	if (!skip(&line, DISPOSITION ":"))
		return (strchr(line, ':') == NULL ? -1 : 0);
	line += strspn(line, " \t");
	if (*name != NULL || !skip(&line, "form-data; name="))
		return (-1);
	*name = quoted_value(&line);
	if (*name == NULL)
		return (-1);
	*file = skip(&line, "; filename=");
	if (*file && quoted_value(&line) == NULL)
		return (-1);
	/* Some browsers add filename*, or other parameters. */
	return (*line == '\0' || *line == ';' ? 0 : -1);
}

/*
 * Read the headers of a part, from ${*at} to the empty line. Return 0 and move
 * ${*at} behind that line, or -1.
 */
static int
read_headers(char **at, const char **name, int *file)
{
	char *end;

	*name = NULL;
	*file = 0;
	while ((end = strstr(*at, "\r\n")) != NULL) {
		*end = '\0';
		if (end == *at) {
			*at = end + 2;
			return (*name == NULL ? -1 : 0);
		}
		if (read_header(*at, name, file) == -1)
			return (-1);
		*at = end + 2;
	}
	return (-1);
}

static int
add_field(struct form *form, const char *name, const char *value)
{
	if (form->count == FORM_FIELDS || !text_valid(name, strlen(name)) ||
	    !text_valid(value, strlen(value)))
		return (-1);
	form->fields[form->count].name = name;
	form->fields[form->count].value = value;
	form->count++;
	return (0);
}

/* Read the parts up to the file from a text. Return where its contents begin,
 * or NULL. */
static char *
read_parts(struct multipart *multipart, struct form *form, char *at)
{
	const char *name;
	char *end;
	int file;

	/* The first delimiter lacks the line break before it. */
	if (!skip(&at, multipart->delimiter + 2) || !skip(&at, "\r\n"))
		return (NULL);
	for (;;) {
		if (read_headers(&at, &name, &file) == -1)
			return (NULL);
		if (file)
			return (at);
		end = strstr(at, multipart->delimiter);
		if (end == NULL)
			return (NULL);
		*end = '\0';
		if (add_field(form, name, at) == -1)
			return (NULL);
		at = end + multipart->length;
		if (!skip(&at, "\r\n"))
			return (NULL);
	}
}

ssize_t
multipart_fields(
    struct multipart *multipart, struct form *form, char *data, size_t length)
{
	char kept, *start;

	/* What is read before the file is text, so it may end at a NUL. */
	form->count = 0;
	if (length == 0)
		return (-1);
	if (length > MULTIPART_FIELDS)
		length = MULTIPART_FIELDS;
	kept = data[length - 1];
	data[length - 1] = '\0';
	start = read_parts(multipart, form, data);
	data[length - 1] = kept;
	if (start == NULL)
		form->count = 0;
	return (start == NULL ? -1 : start - data);
}

/* Is what is between ${at} and ${end} the end of a body, behind the delimiter?
 */
static int
is_end(const char *at, const char *end)
{
	size_t length = (size_t)(end - at);

	return (
	    (length == 2 || length == 4) && memcmp(at, "--\r\n", length) == 0);
}

int
multipart_file(struct multipart *multipart, const char *data, size_t length,
    int last, struct buffer *out)
{
	/* The end is the delimiter, "--", and perhaps a line break. */
	size_t hold = multipart->length + 4;
	char *end;

	buffer_add(out, multipart->held, multipart->held_length);
	buffer_add(out, data, length);
	multipart->held_length = 0;
	end = out->length == 0 ? NULL
			       : memmem(out->data, out->length,
				     multipart->delimiter, multipart->length);
	if (last) {
		if (end == NULL ||
		    !is_end(end + multipart->length, out->data + out->length))
			return (-1);
		out->length = (size_t)(end - out->data);
		*end = '\0';
		return (0);
	}
	if (hold > out->length)
		hold = out->length;
	if (end != NULL && end < out->data + out->length - hold)
		return (-1);
	out->length -= hold;
	memcpy(multipart->held, out->data + out->length, hold);
	multipart->held_length = hold;
	return (0);
}
