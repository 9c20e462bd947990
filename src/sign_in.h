/*
 * The steps that sign a person in, shared by signing in and signing up.
 */
#ifndef SIGN_IN_H
#define SIGN_IN_H

#include "page.h"

/*
 * sign_in_ask(page, person, remembered):
 * Open a session with a new secret for ${person}. The next answer must be
 * sign_in_done().
 */
struct query sign_in_ask(struct page *, int64_t, int);

/*
 * sign_in_done(page, remembered, next):
 * Give the browser its cookie and go to ${next}, if that is a local path, or
 * else home.
 */
enum page_result sign_in_done(struct page *, int, const char *);

/* sign_out_ask(page): end the session that this request came with, if any. */
struct query sign_out_ask(struct page *);

#endif
