/* SPDX-License-Identifier: ISC */
/*
 * Two-factor sign-in: members who show a code, too (code.h). The .sql file of
 * the same name documents each query. Hashes and secrets are borrowed until the
 * query has been sent.
 */
#ifndef TWO_FACTOR_H
#define TWO_FACTOR_H

#include <stdint.h>

#include "model/code.h"
#include "model/query.h"

/* A code that was found right, and can be used once. */
struct proof_code {
	int64_t step;		       /* of a code of an app */
	const unsigned char *recovery; /* or the hash of a recovery code */
};

/*
 * two_factor_find(person):
 * Return the query for a member's two-factor sign-in.
 * Rows: one with enabled_at (NULL: it is off), recovery_codes (how many are
 * left), browsers (how many need not show a code), and at (the time in seconds
 * since 1970).
 */
struct query two_factor_find(int64_t);

/*
 * two_factor_enable(person, token_hash, secret, step, hashes):
 * Return the query that turns it on, given the time step of a code made from
 * ${secret}, and that ends all sessions of the person but the one with this
 * hash. ${hashes} are those of CODE_RECOVERIES recovery codes, in a row.
 * Rows: one with outcome ('enabled', 'already').
 */
struct query two_factor_enable(int64_t, const unsigned char *,
    const unsigned char *, int64_t, const unsigned char *);

/*
 * two_factor_renew(person, hashes):
 * Return the query that replaces the recovery codes by those with these hashes.
 * Rows: one with renewed, false if two-factor sign-in is off.
 */
struct query two_factor_renew(int64_t, const unsigned char *);

/*
 * two_factor_attempt(person, kind):
 * Return the query that counts an attempt to show a code. Only codes of apps
 * have a limit, that of RATE_SIGN_IN_ACCOUNT: nobody can guess a recovery code,
 * and the limit must not keep the member from using one.
 * Rows: one with secret (in hexadecimal), at (as above), and wait (the seconds
 * until the next attempt is allowed, or 0 if this one is). No row: two-factor
 * sign-in is off.
 */
struct query two_factor_attempt(int64_t, enum code_kind);

/*
 * two_factor_use(person, code):
 * Return the query that uses up a code.
 * Rows: one with used, false if the code cannot be used (any more).
 */
struct query two_factor_use(int64_t, const struct proof_code *);

/*
 * two_factor_disable(person, code):
 * Return the query that turns it off with a code.
 * Rows: one with outcome ('disabled', 'used'). No row: it was off.
 */
struct query two_factor_disable(int64_t, const struct proof_code *);

/*
 * two_factor_reset(nickname):
 * Return the query that turns it off without a code, for the person who is now
 * called ${nickname}.
 * Rows: one with nickname, and disabled, false if it was off. No row: nobody
 * has that nickname.
 */
struct query two_factor_reset(const char *);

/*
 * Sign-ins that wait for a code. session_add() (session.h) begins them, and
 * ${pending} is the hash of its token.
 *
 * pending_find(pending):
 * Rows: one with person. No row: it is over.
 *
 * pending_attempt(pending, kind):
 * Rows: as for two_factor_attempt(), and attempts_left. No row: it is over.
 *
 * pending_finish(pending, token_hash, browser, code, trusted, new_trusted):
 * Return the query that opens a session with this hash, in a ${browser} named
 * as in browser_name.h. ${trusted} is the hash of the browser's secret
 * (browser.h), or NULL. If ${new_trusted} is not NULL, it becomes that hash,
 * and the browser need not show a code for 30 days. Rows: one with person,
 * remembered and outcome ('signed in', 'used'). No row: it is over.
 */
struct query pending_find(const unsigned char *);
struct query pending_attempt(const unsigned char *, enum code_kind);
struct query pending_finish(const unsigned char *, const unsigned char *,
    const char *, const struct proof_code *, const unsigned char *,
    const unsigned char *);

#endif
