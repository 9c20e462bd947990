/* SPDX-License-Identifier: ISC */
/*
 * Compare the code in a form's field "code" with that of a member, wherever one
 * is asked for. The code is counted first, by one of the queries in
 * two_factor.h that return a secret, then compared here, and then used up by
 * another query, so that each works once.
 */
#ifndef SECOND_FACTOR_H
#define SECOND_FACTOR_H

#include "model/two_factor.h"
#include "page/page.h"

/* second_factor_kind(page): Return what kind of code was typed. */
enum code_kind second_factor_kind(struct page *);

/*
 * second_factor_format(page):
 * Return NULL if what was typed can be a code. Otherwise return the sentence
 * that says what codes look like.
 */
const char *second_factor_format(struct page *);

/*
 * second_factor_wait(page):
 * Return NULL if the attempt just counted is allowed. Otherwise return the
 * sentence that says when to try again, for a response with status 429.
 */
const char *second_factor_wait(struct page *);

/*
 * second_factor_proof(page, query):
 * Return the code that was typed, to be used up, if it is one that the member's
 * app shows now, by the secret and the time in the row of ${query}; or if it is
 * a recovery code, which only the database can compare. Otherwise return NULL.
 */
const struct proof_code *second_factor_proof(struct page *, const char *);

/* second_factor_wrong(): Return the sentence for a wrong code.
 * second_factor_used(page): Return that for a code that could not be used. */
const char *second_factor_wrong(void);
const char *second_factor_used(struct page *);

#endif
