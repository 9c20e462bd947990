/* SPDX-License-Identifier: ISC */
#include "identity/known.h"

#include <string.h>

/* By the provider's place in the table. */
static struct known {
	struct discovery addresses;
	struct key_set keys;
	int64_t addresses_until, keys_until; /* 0: unknown */
	int64_t keys_at;
} known[PROVIDERS_MAX];

static struct known *
find(const struct provider *provider)
{
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

	if (now >= one->keys_until)
		return (NULL);
	if (key_set_find(&one->keys, id) == NULL &&
	    now - one->keys_at >= KNOWN_KEYS_PAUSE)
		return (NULL);
	return (&one->keys);
}

void
known_learn_keys(
    const struct provider *provider, struct key_set *keys, int64_t now)
{
	struct known *one = find(provider);

	key_set_free(&one->keys);
	one->keys = *keys;
	one->keys_at = now;
	one->keys_until = now + KNOWN_KEYS;
	memset(keys, 0, sizeof(*keys));
}
