/*
 * How much may be done in how long a time. The limits are the operator's, read
 * from RATE_LIMITS at start; until then, and in commands, there are none.
 * PostgreSQL counts what is written, each of the questions is explained in the
 * .sql file of its name; pages are counted in page_limit.h.
 */
#ifndef RATE_H
#define RATE_H

#include "base/failure.h"
#include "model/query.h"

enum rate {
	RATE_SIGN_IN_ADDRESS, /* tries to sign in, from a network address */
	RATE_SIGN_IN_ACCOUNT, /* and for an account; after them the wait grows
				 from a 32nd of the time to the whole of it */
	RATE_SIGN_UP,	      /* accounts, from an address */
	RATE_POSTS,	      /* of a person */
	RATE_FOLLOWS,	      /* by a person */
	RATE_PAGES_VISITOR,   /* for an address */
	RATE_PAGES_MEMBER,    /* for a person */
	RATES
};

/*
 * rate_read(text, error):
 * Read the limits from ${text}: "posts=300/3h follows=off" changes these two,
 * "off" switches all off; NULL or "" leaves them as the site means them.
 * Answer: 0; or -1, and ${error} says which part is wrong and what is right.
 */
int rate_read(const char *, char[FAILURE_MAX]);

/* rate_name(rate): as RATE_LIMITS has it. rate_find(name, length): the other
 * way; RATES if there is none. */
const char *rate_name(enum rate);
enum rate rate_find(const char *, size_t);

/* rate_most(rate): how many; 0: there is no limit. rate_span(rate): in how many
 * seconds. */
int rate_most(enum rate);
int rate_span(enum rate);

/* RATE(rate): both, as a query takes them. */
#define RATE(rate) NUMBER(rate_most(rate)), NUMBER(rate_span(rate))

/*
 * rate_sign_in(address, login, browser):
 * Count a try to sign in as ${login}. ${browser} is the hash of the secret that
 * the browser is known by, or NULL.
 * Answer: wait, the seconds until the next try is allowed; 0: go ahead.
 */
struct query rate_sign_in(const char *, const char *, const unsigned char *);

/* rate_reset(address, login, browser): the try was a success. */
struct query rate_reset(const char *, const char *, const unsigned char *);

/*
 * rate_sign_up(address, nickname):
 * Count an account, unless that nickname is taken; NULL: any will do.
 * Answer: taken; wait, as above.
 */
struct query rate_sign_up(const char *, const char *);

#endif
