/* SPDX-License-Identifier: ISC */
/* What a visitor who wants to become a member sends along with the form. */
#ifndef APPLICATION_H
#define APPLICATION_H

#include "page/page.h"

/*
 * application_invitation(page):
 * Return the hash of the secret in the field "invitation", which lives as long
 * as the page; NULL if there is none.
 */
const unsigned char *application_invitation(struct page *);

/*
 * application_words(page):
 * Return the field "words", which is for the moderators; NULL if it is missing
 * or empty.
 */
const char *application_words(struct page *);

#endif
