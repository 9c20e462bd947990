/* SPDX-License-Identifier: ISC */
/*
 * Hashing a new password in a thread: the steps that pages share.
 */
#ifndef NEW_PASSWORD_H
#define NEW_PASSWORD_H

#include "page/page.h"

/* new_password_start(page, typed): Make ${typed} the page's job. */
void new_password_start(struct page *, const char *);

/* new_password_hash(job): The work of a step: hash the password. */
void new_password_hash(void *);

/* new_password_check(page): Respond if there was not enough memory, else return
 * PAGE_NEXT. */
enum page_result new_password_check(struct page *);

/* new_password_encoded(page): Return the hash, encoded for the database. */
const char *new_password_encoded(const struct page *);

#endif
