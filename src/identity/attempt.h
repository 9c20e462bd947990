/* SPDX-License-Identifier: ISC */
/*
 * An attempt to sign in with a provider, from the button to the return. Its
 * secrets derive from one random secret in the browser's cookie and one in the
 * address, so that the database needs to store neither: whoever reads it can
 * finish nobody's sign-in.
 */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include "base/buffer.h"
#include "identity/discovery.h"
#include "identity/provider.h"
#include "model/token.h"

#define ATTEMPT_SECONDS 600 /* until a person must be back */

struct attempt {
	char state[SECRET_TEXT];
	unsigned char state_hash[SECRET_BYTES];	  /* for the database */
	unsigned char browser_hash[SECRET_BYTES]; /* for the database */
	char nonce[SECRET_TEXT];		  /* will be in the ID token */
	char verifier[SECRET_TEXT]; /* proves who asked for the code (PKCE) */
};

/* attempt_start(attempt, browser): Start an attempt of the browser with this
 * secret. */
void attempt_start(struct attempt *, const unsigned char[SECRET_BYTES]);

/*
 * attempt_resume(attempt, browser, state):
 * Derive the attempt again when the browser with this secret comes back with
 * ${state}. Return 0; or -1 if that is no state that we could have made.
 */
int attempt_resume(
    struct attempt *, const unsigned char[SECRET_BYTES], const char *);

/*
 * attempt_address(out, attempt, provider, discovery, again):
 * Add the address to which we send the browser. If ${again}, the provider must
 * ask who it is even if it knows.
 */
void attempt_address(struct buffer *, const struct attempt *,
    const struct provider *, const struct discovery *, int);

/*
 * attempt_exchange(out, attempt, provider, discovery, code):
 * Add the form that exchanges ${code} for an ID token.
 */
void attempt_exchange(struct buffer *, const struct attempt *,
    const struct provider *, const struct discovery *, const char *);

/*
 * attempt_credentials(out, provider):
 * Add the value of the Authorization header with which the site proves to
 * ${provider} who it is (RFC 6749, 2.3.1). The caller wipes it.
 */
void attempt_credentials(struct buffer *, const struct provider *);

#endif
