/* SPDX-License-Identifier: ISC */
/*
 * For tests of what is done by mail: the site sends some, and the test takes
 * the place of the process that sends it.
 */
#ifndef MAILS_H
#define MAILS_H

#include "test.h"

/* mails(kind): return how many messages of this kind are waiting. */
int mails(const char *);

/*
 * deliver(kind, hash):
 * Take the oldest message of this kind, whose secret gets ${hash} of 32 bytes,
 * and return its row for the template; no row if it is dropped.
 */
const PGresult *deliver(const char *, const unsigned char *);

/*
 * add_confirmed(nickname, email):
 * Add a member who has confirmed the address, and return the id. No message
 * remains.
 */
int64_t add_confirmed(const char *, const char *);

/* confirm(person): let the person's address be a confirmed one. */
void confirm(int64_t);

/* email_of(person): return the person's address, or NULL. */
const char *email_of(int64_t);

/* is_confirmed(person): return 1 if the person's address is confirmed, else 0.
 */
int is_confirmed(int64_t);

/* For cmocka: begin a test on a site that sends mail, and end it. */
int mails_begin(void **);
int mails_end(void **);

#define MAILED(name) \
	cmocka_unit_test_setup_teardown(name, mails_begin, mails_end)

/* mails_pass(time): let this much time pass for notifications and messages. */
void mails_pass(const char *);

/* mails_digests(): let the courier look for what is to be told; return how many
 * messages about notifications are waiting. */
int mails_digests(void);

#endif
