/* SPDX-License-Identifier: ISC */
/*
 * JSON that comes from outside. It is parsed strictly: an object with a name
 * twice is rejected, because two readers could see two different values. Memory
 * that held a part of a document is wiped before it is freed, because documents
 * hold secrets.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"

/*
 * document_read(data, length, what, error):
 * Parse ${length} bytes of JSON. Return an object or an array for
 * json_decref(); or NULL, and ${error} is a sentence that calls the document
 * ${what} and quotes nothing of it.
 */
json_t *document_read(const char *, size_t, const char *, char[FAILURE_MAX]);

/* document_text(object, name): Return the string called ${name}, borrowed; or
 * NULL if it is missing or something else. */
const char *document_text(const json_t *, const char *);

/*
 * document_time(object, name, value):
 * Store the number called ${name}, in seconds since 1970, in ${value}. Return
 * 0; or -1 if it is missing, not a number, or out of range.
 */
int document_time(const json_t *, const char *, int64_t *);

#endif
