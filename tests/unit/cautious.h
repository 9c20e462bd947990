/* SPDX-License-Identifier: ISC */
/* For tests of two-factor sign-in: a member who uses it. */
#ifndef CAUTIOUS_H
#define CAUTIOUS_H

#include "test.h"
#include "model/session.h"
#include "model/token.h"
#include "model/two_factor.h"

/* The time step of the code that turned it on. */
#define STEP 1000

extern const unsigned char secret[CODE_SECRET];
#define SECRET_IN_HEX "3132333435363738393031323334353637383930"

extern const unsigned char here[SESSION_HASH], pending[SESSION_HASH];

/* Two of the member's recovery codes, and one that becomes theirs later. */
extern const struct proof_code first, second, unknown;

/* old_hashes(): Return the hashes of the member's ten recovery codes.
 * new_hashes(): Return those of ten others. */
const unsigned char *old_hashes(void);
const unsigned char *new_hashes(void);

/* step(number): Return the code of this time step, until the next call. */
const struct proof_code *step(int64_t);

/* add_cautious(nickname): Add such a member and return the id. */
int64_t add_cautious(const char *);

/*
 * sign_in(person, trusted):
 * End all sessions and sign in with the password, in the browser with this hash
 * of its secret. Return 1 if a code must follow.
 */
int sign_in(int64_t, const unsigned char *);

/* finish(code): Return the query that finishes this with ${code}. */
struct query finish(const struct proof_code *);

/* is_signed_in(token_hash): Return 1 if there is such a session. */
int is_signed_in(const unsigned char *);

#endif
