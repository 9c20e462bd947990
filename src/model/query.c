/* SPDX-License-Identifier: ISC */
#include "model/query.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* How the file of a statement begins that only reads. */
#define READS "-- SPDX-License-Identifier: ISC\n-- reads\n"

#define FORMAT_TEXT   0
#define FORMAT_BINARY 1

void
query_parameters(const struct query *query, struct query_parameters *parameters)
{
	const struct value *value;
	int i;

	memset(parameters, 0, sizeof(*parameters));
	for (i = 0; i < QUERY_VALUES; i++) {
		value = &query->values[i];
		if (value->type == VALUE_END)
			break;
		if (value->type == VALUE_NUMBER) {
			(void)snprintf(parameters->numbers[i],
			    sizeof(parameters->numbers[i]), "%" PRId64,
			    value->number);
			parameters->values[i] = parameters->numbers[i];
		} else
			parameters->values[i] = value->data;
		parameters->formats[i] =
		    value->type == VALUE_BYTES ? FORMAT_BINARY : FORMAT_TEXT;
		parameters->lengths[i] = (int)value->length;
	}
	parameters->count = i;
}

int
query_writes(const struct query *query)
{
	return (strncmp(query->text, READS, strlen(READS)) != 0);
}
