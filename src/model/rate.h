/* SPDX-License-Identifier: ISC */
/*
 * Rate limits: how often something may be done within a time window. The
 * operator sets them in RATE_LIMITS, which is read at startup; commands have no
 * limits. PostgreSQL counts attempts to sign in or up, posts, follows and
 * reports; the .sql file of the same name documents each query. Workers count
 * searches and pages (page_limit.h), and connections (kore_accept.h).
 */
#ifndef RATE_H
#define RATE_H

#include "base/failure.h"
#include "model/query.h"

enum rate {
	RATE_SIGN_IN_ADDRESS, /* attempts to sign in from a network address */
	RATE_SIGN_IN_ACCOUNT, /* attempts for an account; beyond the limit, the
				 wait doubles from 1/32 of the window to all */
	RATE_SIGN_UP,	      /* new accounts from a network address */
	RATE_FORGOTTEN_ADDRESS, /* requests for a new password from a network
				   address */
	RATE_FORGOTTEN_ACCOUNT, /* the same, for an account */
	RATE_CONFIRM,  /* messages that ask to confirm an e-mail address, to a
			  person and to an address */
	RATE_POSTS,    /* posts of a person */
	RATE_FOLLOWS,  /* follows by a person */
	RATE_REPORTS,  /* reports of a person, or by visitors from a network
			  address */
	RATE_SEARCHES, /* searches by visitors from a network address */
	RATE_PAGES_VISITOR, /* pages for a network address */
	RATE_PAGES_MEMBER,  /* pages for a person */
	RATE_CONNECTIONS,   /* connections that a network address has open in
			       each worker; there is no window */
	RATES
};

/*
 * rate_read(text, error):
 * Set the limits from ${text}: "posts=300/3h follows=off" changes these two,
 * and "off" turns all off. All others, or all for NULL and "", get their
 * defaults. Return 0; or -1, and ${error} says which part is invalid and how to
 * fix it.
 */
int rate_read(const char *, char[FAILURE_MAX]);

/* rate_name(rate): return the name that ${rate} has in RATE_LIMITS. */
const char *rate_name(enum rate);

/*
 * rate_find(name, length):
 * Return the rate with the name that takes ${length} bytes at ${name}, or RATES
 * if there is none.
 */
enum rate rate_find(const char *, size_t);

/* rate_limit(rate): return how many are allowed per window; 0: no limit. */
int rate_limit(enum rate);

/* rate_window(rate): return the length of the window in seconds, 0 if none. */
int rate_window(enum rate);

/* RATE(rate): limit and window, as two parameters of a query. */
#define RATE(rate) NUMBER(rate_limit(rate)), NUMBER(rate_window(rate))

/*
 * rate_sign_in(address, login_key, browser):
 * Return the query that counts an attempt to sign in with a login that has this
 * key (login.h). ${browser} is the hash of the browser's secret (browser.h), or
 * NULL.
 * Rows: one with wait, the seconds until the next attempt is allowed, or 0 if
 * this one is; and everyone, false if it is allowed only for the people who
 * trust the browser.
 */
struct query rate_sign_in(const char *, const char *, const unsigned char *);

/*
 * rate_reset(address, login_key, browser, everyone):
 * Return the query that takes a successful attempt off the counts. ${everyone}
 * is what rate_sign_in() returned for it.
 */
struct query rate_reset(const char *, const char *, const unsigned char *, int);

/*
 * rate_sign_up(address, nickname):
 * Return the query that counts a new account, unless ${nickname} is taken; NULL
 * stands for any nickname.
 * Rows: one with taken, and wait as for rate_sign_in().
 */
struct query rate_sign_up(const char *, const char *);

#endif
