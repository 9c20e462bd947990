/* SPDX-License-Identifier: ISC */
/*
 * A visit to a provider, to prove who uses a browser: what its departure
 * (provider_page.c) and its return (provider_return.c) have in common.
 */
#ifndef VISIT_H
#define VISIT_H

#include "identity/attempt.h"
#include "identity/claims.h"
#include "identity/key_set.h"
#include "page/page.h"

#define PROVING_PATH "/sudo" /* asks a member for a proof */
#define LINKING_PATH "/settings/ways-in"

/* The ${job} of these pages. Texts live as long as the page. */
struct visit {
	const struct provider *provider;
	struct attempt attempt;
	const char *purpose; /* provider_sign_in.h */
	int64_t person;	     /* who was signed in at the departure, or 0 */
	const char *next;
	const unsigned char *invitation; /* its hash, or NULL */
	const char *words;		 /* to the moderators, or NULL */
	int64_t left_at;		 /* seconds since 1970 */

	struct discovery addresses;
	char key[KEY_ID];   /* that the ID token names */
	const char *token;  /* the ID token */
	const char *bearer; /* the Authorization header for userinfo, or NULL */
	struct claims claims;
};

/*
 * visit_open(page, n):
 * Begin a visit to the provider whose name is part ${n} of the path.
 */
enum page_result visit_open(struct page *, int);

/* visit_of(page): Return the page's visit. */
struct visit *visit_of(const struct page *);

/* visit_clock(): Return the time for known.h. */
int64_t visit_clock(void);

/* The part of a step that fetches where the provider's addresses are, unless
 * this worker knows it, and what it does with them. */
struct fetch visit_fetch_addresses(struct page *);
enum page_result visit_learn_addresses(struct page *);

/*
 * visit_reject(page, sentence):
 * Say why the visit failed, in ${sentence}, on the page where it began.
 */
enum page_result visit_reject(struct page *, const char *);

/*
 * visit_distrust(page, error):
 * The same for a response of the provider that is wrong: ${error}, which goes
 * into the log.
 */
enum page_result visit_distrust(struct page *, const char *);

/*
 * visit_check_response(page, what):
 * Return PAGE_NEXT if the provider has just responded with success, to a
 * request for ${what}; else respond.
 */
enum page_result visit_check_response(struct page *, const char *);

/*
 * visit_buttons(page):
 * Let the template show a button for each provider: rows called providers, with
 * name and label.
 */
void visit_buttons(struct page *);

#endif
