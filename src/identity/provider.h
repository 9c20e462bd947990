/* SPDX-License-Identifier: ISC */
/*
 * The providers with which people can sign in: OpenID Connect, the
 * authorization code flow. The operator lists them in a JSON file, which the
 * parent reads at startup.
 */
#ifndef PROVIDER_H
#define PROVIDER_H

#include <openssl/x509_vfy.h>

#include "base/failure.h"
#include "identity/algorithm.h"
#include "identity/discovery.h"

#define PROVIDER_NAME  21 /* bytes with the NUL, of a name */
#define PROVIDER_LABEL 81 /* bytes with the NUL, of a label */
#define PROVIDER_CLIENT                                       \
	256 /* bytes with the NUL, of a client's id or secret \
	     */
#define PROVIDER_ORIGIN DISCOVERY_ADDRESS

struct provider {
	char name[PROVIDER_NAME];   /* in addresses: /login/NAME */
	char label[PROVIDER_LABEL]; /* on buttons */
	char issuer[DISCOVERY_ADDRESS];
	char client_id[PROVIDER_CLIENT];
	char *client_secret; /* in memory that core files leave out */
	enum algorithm algorithm;
	X509_STORE *roots;	      /* which certificates to trust */
	char origin[PROVIDER_ORIGIN]; /* of the issuer: https://host:port */
	char discovery[DISCOVERY_ADDRESS]; /* of its document */
	char back[DISCOVERY_ADDRESS]; /* where it sends people: an address of
					 this site */
};

/*
 * provider_start(file, site, error):
 * Read the providers from ${file}. NULL or "": there are none. ${site} is the
 * public address of this site, or NULL. Return 0; or -1, and ${error} says what
 * is wrong.
 */
int provider_start(const char *, const char *, char[FAILURE_MAX]);

/* provider_stop(): Forget the providers, and wipe their secrets. */
void provider_stop(void);

/* provider_count(): Return how many providers there are. */
int provider_count(void);

/* provider_at(n): Return provider ${n}, counted from 0, in the file's order. */
const struct provider *provider_at(int);

/* provider_find(name): Return the provider called ${name}, or NULL. */
const struct provider *provider_find(const char *);

#endif
