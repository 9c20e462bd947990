/* SPDX-License-Identifier: ISC */
/*
 * What a worker remembers of each provider, so that a sign-in need not ask for
 * it: where its addresses are, and its keys. Times are seconds of a clock that
 * never goes back.
 */
#ifndef KNOWN_H
#define KNOWN_H

#include <stdint.h>

#include "identity/discovery.h"
#include "identity/key_set.h"
#include "identity/provider.h"

/* How long it stays true. A key that a provider withdraws is accepted for ten
 * more minutes at most. */
#define KNOWN_ADDRESSES (60 * 60)
#define KNOWN_KEYS	(10 * 60)

/* A token that names an unknown key makes us fetch the keys again, but no more
 * than once in this time. */
#define KNOWN_KEYS_PAUSE 60

/*
 * known_addresses(provider, now):
 * Return where the provider's addresses are, or NULL if that must be fetched.
 */
const struct discovery *known_addresses(const struct provider *, int64_t);

/* known_learn_addresses(provider, discovery, now): Remember them. */
void known_learn_addresses(
    const struct provider *, const struct discovery *, int64_t);

/*
 * known_keys(provider, id, now):
 * Return the provider's keys, or NULL if they must be fetched: they are
 * unknown, or they have none for ${id} and were not fetched for such a reason
 * within the last minute.
 */
const struct key_set *known_keys(
    const struct provider *, const char *, int64_t);

/* known_learn_keys(provider, keys, now): Remember the keys, which are then the
 * worker's, and forget the former ones. */
void known_learn_keys(const struct provider *, struct key_set *, int64_t);

/* known_forget(): Forget everything, before the providers change. */
void known_forget(void);

#endif
