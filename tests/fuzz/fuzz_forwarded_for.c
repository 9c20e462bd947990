/* SPDX-License-Identifier: ISC */
/*
 * forwarded_for(): what a client invents in front of an address that a trusted
 * proxy added changes nothing, and two fields are one list.
 */
#include <netinet/in.h>

#include "fuzz.h"
#include "http/forwarded_for.h"
#include "http/network.h"
#include "http/trusted_proxy.h"

#define CLIENT "192.0.2.9"

static struct sockaddr_storage
address(const char *text)
{
	struct sockaddr_storage read;

	assert(network_read((struct slice){ text, strlen(text) }, &read) == 0);
	return (read);
}

static int
same(const struct sockaddr_storage *one, const struct sockaddr_storage *other)
{
	return (memcmp(one, other, sizeof(*one)) == 0);
}

static void
invent(const char *text)
{
	struct sockaddr_storage known = address(CLIENT);
	struct sockaddr_storage client = address("10.0.0.1");
	const char *values[] = { text, CLIENT ", 10.0.0.2" };

	forwarded_for(values, 2, &client);
	assert(same(&client, &known));
	client = known;
	forwarded_for(values, 1, &client);
	assert(same(&client, &known));
}

/* Divide the list at its last comma, if it has one. */
static void
divide(const char *text)
{
	const char *comma = strrchr(text, ',');
	struct sockaddr_storage one = address("10.0.0.1"), two = one;
	char *before;
	const char *values[2];

	if (comma == NULL || comma == text)
		return;
	before = strndup(text, (size_t)(comma - text));
	assert(before != NULL);
	values[0] = before;
	values[1] = comma + 1;
	forwarded_for(values, 2, &two);
	values[0] = text;
	forwarded_for(values, 1, &one);
	assert(same(&one, &two));
	free(before);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[FAILURE_MAX], *text = fuzz_text(data, size);

	assert(trusted_proxy_read("10.0.0.0/8 fd10::/16", NULL, error) == 0);
	invent(text);
	divide(text);
	(void)trusted_proxy_read(text, "on", error);
	free(text);
	return (0);
}
