/* SPDX-License-Identifier: ISC */
#include "identity/known.h"

#include <stdlib.h>
#include <string.h>

/* By the provider's place in the table. */
static struct known {
	struct discovery addresses;
	struct key_set keys;
	int64_t addresses_until, keys_until; /* 0: unknown */
	int64_t again_at; /* when the keys may be fetched again */
} * known;

static struct known *
find(const struct provider *provider)
{
	if (known == NULL)
		known = calloc((size_t)provider_count(), sizeof(*known));
	if (known == NULL)
		abort();
	return (&known[provider - provider_at(0)]);
}

const struct discovery *
known_addresses(const struct provider *provider, int64_t now)
{
	const struct known *one = find(provider);

	return (now < one->addresses_until ? &one->addresses : NULL);
}

void
known_learn_addresses(const struct provider *provider,
    const struct discovery *addresses, int64_t now)
{
	struct known *one = find(provider);

	one->addresses = *addresses;
	one->addresses_until = now + KNOWN_ADDRESSES;
}

const struct key_set *
known_keys(const struct provider *provider, const char *id, int64_t now)
{
	const struct known *one = find(provider);

	if (now >= one->keys_until ||
	    (key_set_find(&one->keys, id) == NULL && now >= one->again_at))
		return (NULL);
	return (&one->keys);
}

void
known_learn_keys(
    const struct provider *provider, struct key_set *keys, int64_t now)
{
	struct known *one = find(provider);

	if (now < one->keys_until)
		one->again_at = now + KNOWN_KEYS_PAUSE;
	key_set_free(&one->keys);
	one->keys = *keys;
	one->keys_until = now + KNOWN_KEYS;
	memset(keys, 0, sizeof(*keys));
}

void
known_forget(void)
{
	int i;

	for (i = 0; known != NULL && i < provider_count(); i++)
		key_set_free(&known[i].keys);
	free(known);
	known = NULL;
}
