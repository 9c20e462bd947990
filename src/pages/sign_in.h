/* SPDX-License-Identifier: ISC */
/*
 * The steps that sign a person in, shared by signing in, signing up and a new
 * password; and how often somebody may try to.
 */
#ifndef SIGN_IN_H
#define SIGN_IN_H

#include "page/page.h"

/*
 * sign_in_count_attempt(page, login):
 * Count a try to prove a password, by where it comes from and by the ${login}
 * it is for.
 */
struct query sign_in_count_attempt(struct page *, const char *);

/*
 * sign_in_wait(page):
 * The answer to sign_in_count_attempt(): NULL if it may be; else there were too
 * many, and this says so in words, for an answer with status 429.
 */
const char *sign_in_wait(struct page *);

/* sign_in_reset_rate(page, login): the password was right. */
struct query sign_in_reset_rate(struct page *, const char *);

/*
 * sign_in_trust_browser(page, person):
 * ${person} signs in: the browser, which gets a secret if it has none, is known
 * from now on (browser.h).
 */
struct query sign_in_trust_browser(struct page *, int64_t);

/*
 * sign_in_open_session(page, person, encoded, remembered):
 * Open a session with a new secret for ${person}, who knows the password of
 * ${encoded}. No row: no longer; else the next answer must be sign_in_finish().
 */
struct query sign_in_open_session(struct page *, int64_t, const char *, int);

/*
 * sign_in_finish(page, remembered, next):
 * Give the browser the cookie of ${page->secret} and go to ${next}, if that is
 * a local path, or else home.
 */
enum page_result sign_in_finish(struct page *, int, const char *);

/* sign_out_ask(page): end the session that this request came with, if any. */
struct query sign_out_ask(struct page *);

#endif
