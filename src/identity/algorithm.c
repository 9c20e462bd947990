/* SPDX-License-Identifier: ISC */
#include "identity/algorithm.h"

#include <string.h>

static const char *const names[ALGORITHMS] = { "RS256", "ES256", "EdDSA" };

const char *
algorithm_name(enum algorithm algorithm)
{
	return (names[algorithm]);
}

enum algorithm
algorithm_find(const char *name)
{
	enum algorithm i;

	for (i = 0; i < ALGORITHMS; i++)
		if (name != NULL && strcmp(names[i], name) == 0)
			break;
	return (i);
}
