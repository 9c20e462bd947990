/*
 * The keys that sessions of TLS are sealed with. A visitor who comes back shows
 * such a ticket, and is spared half of the greeting; so every worker has to
 * know the keys, be it not the one that sealed it.
 *
 * The keys are others every two hours. Each chain is a copy of the parent's and
 * goes on from key to key by itself, always the same way; there is no way back:
 * who gets hold of a worker's memory reads no ticket of yesterday.
 */
#ifndef TICKET_H
#define TICKET_H

#include <openssl/ssl.h>
#include <stdint.h>
#include <time.h>

#define TICKET_PERIOD (2 * 60 * 60) /* seconds; OpenSSL's tickets last that */
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
	unsigned char next[32]; /* what the next keys are made of */
};

/* ticket_chain_start(chain, now): a new chain, like no other. */
void ticket_chain_start(struct ticket_chain *, time_t);

/* ticket_chain_advance(chain, now): go on to the keys of this time. */
void ticket_chain_advance(struct ticket_chain *, time_t);

/*
 * ticket_chain_find(chain, name):
 * The keys, of now or of the period before, that have this name; or NULL.
 */
const struct ticket_keys *ticket_chain_find(
    const struct ticket_chain *, const unsigned char[TICKET_NAME]);

/* ticket_start(): the program's own chain; in the parent, at start. */
void ticket_start(void);

/*
 * ticket_use(context):
 * Let the sessions of ${context} be in tickets of the program's chain, and only
 * there: a worker keeps none in its memory. Answer: 1, or 0 if that failed.
 */
int ticket_use(SSL_CTX *);

#endif
