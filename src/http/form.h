/*
 * The fields of a form, as a browser sends them
 * (application/x-www-form-urlencoded, WHATWG URL standard, section 5.1), and
 * of a query string.
 */
#ifndef FORM_H
#define FORM_H

#include <stddef.h>

#define FORM_FIELDS 32

enum form_error {
	FORM_OK,
	FORM_BROKEN_ESCAPE, /* a % without two hexadecimal digits behind it */
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
 * Decode the ${length} bytes at ${data} in place; there must be room for one
 * more byte behind them, for a NUL. ${form} borrows from ${data}.
 * Answer: FORM_OK, or what is wrong, and then ${form} has no fields.
 */
enum form_error form_parse(struct form *, char *, size_t);

/*
 * form_field(form, name):
 * The value of the first field called ${name}, or NULL if there is none.
 */
const char *form_field(const struct form *, const char *);

/*
 * form_error_text(error):
 * What is wrong and what would be right, in a sentence for the reader.
 */
const char *form_error_text(enum form_error);

#endif
