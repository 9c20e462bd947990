/* SPDX-License-Identifier: ISC */
/*
 * Parse the fields of a form, as browsers send them, or of a query string
 * (application/x-www-form-urlencoded, WHATWG URL standard, section 5.1).
 */
#ifndef FORM_H
#define FORM_H

#include <stddef.h>

#define FORM_FIELDS 32

enum form_error {
	FORM_OK,
	FORM_BROKEN_ESCAPE, /* a % without two hexadecimal digits */
	FORM_NOT_UTF8,
	FORM_NUL,
	FORM_TOO_MANY /* more than FORM_FIELDS fields */
};

struct form {
	size_t count;
	struct {
		const char *name;
		const char *value;
	} fields[FORM_FIELDS];
};

/*
 * form_parse(form, data, length):
 * Decode the ${length} bytes at ${data} in place, and fill ${form} with the
 * fields. One more byte behind ${data} is overwritten with a NUL, and ${form}
 * borrows from ${data}. Return FORM_OK; or an error, and then ${form} has no
 * fields.
 */
enum form_error form_parse(struct form *, char *, size_t);

/*
 * form_field(form, name):
 * Return the value of the first field called ${name}, or NULL if there is none.
 */
const char *form_field(const struct form *, const char *);

/*
 * form_find(query, name, out):
 * Decode the value of the first valid field called ${name} in ${query} to
 * ${out}, which has room for a copy of ${query}. Other fields may be invalid,
 * and there may be any number of them: other sites add to our addresses what
 * they like. Return 1, or 0 if there is no such field.
 */
int form_find(const char *, const char *, char *);

/*
 * form_error_text(error):
 * Return a sentence for the visitor that explains ${error} and how to fix it.
 */
const char *form_error_text(enum form_error);

#endif
