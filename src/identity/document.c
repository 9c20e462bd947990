/* SPDX-License-Identifier: ISC */
#include "identity/document.h"

#include <sodium.h>
#include <stdlib.h>

#define TIME_MAX 9e15 /* doubles have every whole number up to here */

/* What stands before each piece of memory that jansson gets from us. */
union size {
	size_t bytes;
	max_align_t alignment;
};

static void *
wiping_malloc(size_t bytes)
{
	union size *memory = malloc(sizeof(*memory) + bytes);

	if (memory == NULL)
		return (NULL);
	memory->bytes = bytes;
	return (memory + 1);
}

static void
wiping_free(void *data)
{
	union size *memory = data;

	if (data == NULL)
		return;
	memory--;
	sodium_memzero(data, memory->bytes);
	free(memory);
}

json_t *
document_read(
    const char *data, size_t length, const char *what, char error[FAILURE_MAX])
{
	static int prepared;
	json_error_t where;
	json_t *document;

	if (!prepared)
		json_set_alloc_funcs(wiping_malloc, wiping_free);
	prepared = 1;

	document = json_loadb(data, length, JSON_REJECT_DUPLICATES, &where);
	if (document == NULL)
		(void)failure(error,
		    "%s is not valid JSON (line %d, column %d)", what,
		    where.line, where.column);
	return (document);
}

const char *
document_text(const json_t *object, const char *name)
{
	return (json_string_value(json_object_get(object, name)));
}

int
document_time(const json_t *object, const char *name, int64_t *value)
{
	const json_t *number = json_object_get(object, name);
	double time;

	if (!json_is_number(number))
		return (-1);
	time = json_number_value(number);
	if (!(time >= 0 && time <= TIME_MAX))
		return (-1);
	*value = (int64_t)time;
	return (0);
}
