/* SPDX-License-Identifier: ISC */
/*
 * discovery_read(), claims_add(): addresses that are taken can stand in a
 * header and lead to https; a profile keeps its limits.
 */
#include "fuzz.h"
#include "identity/claims.h"
#include "identity/discovery.h"

static void
check_address(const char *address)
{
	assert(strlen(address) < DISCOVERY_ADDRESS);
	assert(strncmp(address, "https://", 8) == 0);
	assert(strpbrk(address, " \r\n\t\"<>\\#@") == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct claims claims = { .subject = "john" };
	struct discovery discovery;
	char error[FAILURE_MAX];

	if (discovery_read(&discovery, "https://a", (const char *)data, size,
		error) == 0) {
		check_address(discovery.authorization);
		check_address(discovery.token);
		check_address(discovery.keys);
		if (*discovery.userinfo != '\0')
			check_address(discovery.userinfo);
	}
	(void)claims_add(&claims, (const char *)data, size, error);
	assert(strcmp(claims.subject, "john") == 0);
	assert(strlen(claims.nickname) < CLAIMS_TEXT);
	assert(strlen(claims.email) < CLAIMS_TEXT);
	return (0);
}
