/* SPDX-License-Identifier: ISC */
/*
 * acct_read(): a name that it finds is one that a member can have, and the same
 * as in the shortest resource for it.
 */
#include "fuzz.h"
#include "http/acct.h"

#define HOST "example.org"

static const struct slice host = { HOST, sizeof(HOST) - 1 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[ACCT_NAME], again[ACCT_NAME], *text = fuzz_text(data, size);
	struct buffer resource = { 0 };

	if (acct_read(name, text, host) == ACCT_OK) {
		assert(strlen(name) > 0 && strlen(name) <= NICKNAME_MAX);
		buffer_format(&resource, "acct:%s@" HOST, name);
		assert(acct_read(again, resource.data, host) == ACCT_OK);
		assert(strcmp(name, again) == 0);
		buffer_free(&resource);
	}
	/* Whatever the host is, nothing else is read. */
	(void)acct_read(
	    name, "acct:john@" HOST, (struct slice){ text, strlen(text) });
	free(text);
	return (0);
}
