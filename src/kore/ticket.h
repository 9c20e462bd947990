/* SPDX-License-Identifier: ISC */
/*
 * The keys of TLS session tickets. With a ticket, a returning client resumes
 * its session, which saves half of the handshake; any worker must be able to
 * open it, so all of them have the same keys.
 *
 * Keys rotate every two hours. Each worker has a copy of the parent's chain and
 * derives the next keys from it, so all arrive at the same ones. Nothing leads
 * back to earlier keys: an attacker who reads the memory of a worker cannot
 * decrypt the sessions of yesterday.
 */
#ifndef TICKET_H
#define TICKET_H

#include <openssl/ssl.h>
#include <stdint.h>
#include <time.h>

#define TICKET_PERIOD (2 * 60 * 60) /* seconds; a ticket lasts that long */
#define TICKET_NAME   16

struct ticket_keys {
	unsigned char name[TICKET_NAME];
	unsigned char cipher[32];
	unsigned char mac[32];
};

struct ticket_chain {
	int64_t period; /* since 1970 */
	struct ticket_keys now;
	struct ticket_keys before;
	unsigned char next[32]; /* the secret that the next keys derive from */
};

/* ticket_chain_start(chain, now): Start a new chain with random keys. */
void ticket_chain_start(struct ticket_chain *, time_t);

/* ticket_chain_advance(chain, now): Derive the keys of the period of ${now}. */
void ticket_chain_advance(struct ticket_chain *, time_t);

/*
 * ticket_chain_find(chain, name):
 * Return the keys called ${name}, of this period or the one before; or NULL.
 */
const struct ticket_keys *ticket_chain_find(
    const struct ticket_chain *, const unsigned char[TICKET_NAME]);

/* ticket_start(): Start the program's own chain, in the parent. */
void ticket_start(void);

/*
 * ticket_use(context):
 * Keep the sessions of ${context} only in tickets, sealed with the keys of the
 * program's chain, and none in the worker's memory. Return 1, or 0 on failure.
 */
int ticket_use(SSL_CTX *);

#endif
