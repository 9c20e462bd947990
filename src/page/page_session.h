/* SPDX-License-Identifier: ISC */
/*
 * The secret that a client holds. Its hash identifies a session in the
 * database, and it ties forms to their reader. A visitor has a secret only for
 * the forms.
 */
#ifndef PAGE_SESSION_H
#define PAGE_SESSION_H

#include "page/page.h"

/* For pages that sign somebody in or out. */

/* page_session_hash(page): Return the hash of the session that the client
 * showed. */
const unsigned char *page_session_hash(const struct page *);

/* page_session_new(page): Make a new secret and return its hash, which lives as
 * long as the page. */
const unsigned char *page_session_new(struct page *);

/*
 * page_session_give(page, remembered):
 * Give the client the new secret: for 30 days if ${remembered}, otherwise until
 * the browser is closed.
 */
void page_session_give(struct page *, int);

/* page_session_give_pending(page): Give the client the new secret as that of a
 * pending sign-in, which lacks a code. page_session_give_appeal(page): as that
 * of a suspended member, who may appeal. */
void page_session_give_pending(struct page *);
void page_session_give_appeal(struct page *);

/* page_session_forget(page): The session is removed; make no more form tokens
 * with its secret. */
void page_session_forget(struct page *);

/* page_session_clear(page): Take the session's secret from the client. */
void page_session_clear(struct page *);

/* For page/ itself. */

/* page_session_read(page): Read the session's secret from its cookie, if there
 * is one; only the database knows whether it is valid. */
void page_session_read(struct page *);

/*
 * page_session_found(page, extend):
 * Note that the session is valid. If ${extend}, give the client its secret for
 * another 30 days.
 */
void page_session_found(struct page *, int);

/* page_session_none(page): There is no valid session; read the visitor's
 * secret, if there is one. */
void page_session_none(struct page *);

/* page_token(page): Return a token for a form; "" if the client has no secret.
 */
const char *page_token(struct page *);

/* page_token_valid(page): Return 1 if the posted form has a valid token. */
int page_token_valid(const struct page *);

#endif
