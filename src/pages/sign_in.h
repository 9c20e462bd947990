/* SPDX-License-Identifier: ISC */
/*
 * The steps that sign a person in, shared by signing in, signing up and
 * changing the password, and the limit on attempts.
 */
#ifndef SIGN_IN_H
#define SIGN_IN_H

#include "model/two_factor.h"
#include "page/page.h"

/* sign_in_key(page, login): Return the key of ${login} (login.h). */
const char *sign_in_key(struct page *, const char *);

/*
 * sign_in_count_attempt(page, login):
 * Return the query that counts an attempt to prove a password, by the client's
 * network and by the ${login} it is for.
 */
struct query sign_in_count_attempt(struct page *, const char *);

/*
 * sign_in_wait(page):
 * Return NULL if the attempt just counted is allowed. Otherwise return the
 * sentence that says when to try again, for a response with status 429.
 */
const char *sign_in_wait(struct page *);

/*
 * sign_in_find_people(page, login):
 * Return person_by_login()'s query for those whose password the attempt just
 * counted may prove.
 */
struct query sign_in_find_people(struct page *, const char *);

/* sign_in_reset_rate(page, login): Return the query that forgets the attempts,
 * because the password was right. */
struct query sign_in_reset_rate(struct page *, const char *);

/*
 * sign_in_trust_browser(page, person):
 * Return the query that trusts this browser from now on, because ${person}
 * signs in with it (browser.h). It gets a secret if it has none. The query is
 * empty if sign_in_open_session() found that a code must come first, or that
 * the person is suspended.
 */
struct query sign_in_trust_browser(struct page *, int64_t);

/*
 * sign_in_open_session(page, person, encoded, remembered):
 * Return the query that opens a session for ${person}, whose password is
 * ${encoded}; NULL if they proved otherwise who they are. No row: it no longer
 * is. Otherwise sign_in_finish() must respond. If the person must show a code
 * first, the session is only pending.
 */
struct query sign_in_open_session(struct page *, int64_t, const char *, int);

/*
 * sign_in_finish(page, remembered, next):
 * Give the client the new session, and redirect to ${next} if that is a local
 * address, otherwise to the home page. If the session is pending, redirect to
 * the page that asks for the code; if the person is suspended, to the page that
 * says why, with a secret that is good only for that.
 */
enum page_result sign_in_finish(struct page *, int, const char *);

/* sign_in_suspended(page): Return 1 if the person who signs in is suspended,
 * else 0. */
int sign_in_suspended(struct page *);

/* sign_in_appeal(page): Return the hash of that secret; NULL if the browser
 * shows none. */
const unsigned char *sign_in_appeal(struct page *);

/* The steps of that page. */

/* sign_in_pending(page): Return the hash of the pending session; NULL if the
 * browser shows none. */
const unsigned char *sign_in_pending(struct page *);

/*
 * sign_in_pass(page, code, trust):
 * Return pending_finish()'s query, which opens the session with ${code}. If
 * ${trust} is not 0, the browser is to be trusted: let sign_in_pass_trusted()
 * give it its new secret when the session is open.
 */
struct query sign_in_pass(struct page *, const struct proof_code *, int);
void sign_in_pass_trusted(struct page *);

/* sign_in_again(page, next, why): Send the client back to the first page of
 * signing in, with the message ${why}. */
enum page_result sign_in_again(struct page *, const char *, const char *);

/* sign_out_ask(page): Return the query that removes this session, if any. */
struct query sign_out_ask(struct page *);

#endif
