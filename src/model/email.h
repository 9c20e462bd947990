/* SPDX-License-Identifier: ISC */
/*
 * E-mail addresses of members, and what the messages to them make possible. The
 * .sql file of the same name documents each query.
 *
 * The messages contain secret addresses of this site, such as /confirm/SECRET.
 * A ${hash} is what token_hash() makes of such a secret (token.h); it is
 * borrowed until the query has been sent.
 */
#ifndef EMAIL_H
#define EMAIL_H

#include <stdint.h>

#include "model/query.h"

/*
 * email_secret_find(hash, purpose):
 * Return the query that looks a secret up without using it. ${purpose} is
 * "confirm", "reset", "revert" or "unsubscribe".
 * Rows: one with nickname and email. No row: the secret is not valid.
 */
struct query email_secret_find(const unsigned char *, const char *);

/*
 * email_confirm(hash):
 * email_revert(hash):
 * Return the query that confirms an address, or gives a member their former one
 * back and ends their sessions.
 * Rows: one with outcome ('confirmed' or 'reverted', or 'taken' by another
 * member), nickname and email. No row: the secret is not valid.
 */
struct query email_confirm(const unsigned char *);
struct query email_revert(const unsigned char *);

/*
 * email_reset(hash, password):
 * Return the query that sets the encoded ${password} of the secret's member,
 * and ends their sessions. The secret is used up.
 * Rows: one with nickname. No row: the secret is not valid.
 */
struct query email_reset(const unsigned char *, const char *);

/*
 * email_link(nickname, hash):
 * Return the query that makes the secret valid for email_reset(), for 24 hours.
 * Rows: one with nickname. No row: nobody has that nickname now.
 */
struct query email_link(const char *, const unsigned char *);

/*
 * email_forgotten(address, login_key):
 * Return the query for the message that lets the member with this login choose
 * a new password. The request counts for the network ${address} and the login.
 * Rows: one with wait, 0 or the seconds until the next request is allowed. They
 * are the same if there is no such member.
 */
struct query email_forgotten(const char *, const char *);

/*
 * email_set(person, email, email_key):
 * Return the query that changes a person's address, or for NULL and NULL, sends
 * another message to the one that they have not confirmed.
 * Rows: one with outcome ('sent', 'saved', 'same' or 'later') and wait.
 */
struct query email_set(int64_t, const char *, const char *);

/*
 * email_settings(person):
 * Return the query for a person's address and the messages they want.
 * Rows: one with email (may be NULL), confirmed, wanted (the address that they
 * have asked for, or NULL) and digest.
 */
struct query email_settings(int64_t);

/*
 * email_want(person, wants):
 * Return the query that turns messages about notifications on or off.
 * Rows: one with person.
 */
struct query email_want(int64_t, int);

/*
 * email_unsubscribe(hash):
 * Return the query that turns messages about notifications off, given the
 * secret from one of them. Rows: one with nickname. No row: it is not valid.
 */
struct query email_unsubscribe(const unsigned char *);

#endif
