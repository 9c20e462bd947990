/* SPDX-License-Identifier: ISC */
/*
 * key_set_read(): a set has at least one key and not too many, each of the type
 * that its algorithm needs, and found by its name.
 */
#include "fuzz.h"
#include "identity/key_set.h"

static void
check(const struct key_set *set, enum algorithm algorithm)
{
	static const int types[ALGORITHMS] = { EVP_PKEY_RSA, EVP_PKEY_EC,
		EVP_PKEY_ED25519 };
	int i;

	assert(set->count > 0 && set->count <= KEY_SET_MAX);
	for (i = 0; i < set->count; i++) {
		assert(
		    EVP_PKEY_get_base_id(set->keys[i].key) == types[algorithm]);
		assert(strlen(set->keys[i].id) < KEY_ID);
		if (*set->keys[i].id != '\0')
			assert(key_set_find(set, set->keys[i].id) != NULL);
	}
	assert((key_set_find(set, "") != NULL) == (set->count == 1));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[FAILURE_MAX];
	struct key_set set;
	enum algorithm i;

	for (i = 0; i < ALGORITHMS; i++) {
		if (key_set_read(&set, i, (const char *)data, size, error) == 0)
			check(&set, i);
		key_set_free(&set);
		assert(set.count == 0);
	}
	return (0);
}
