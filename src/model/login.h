/* SPDX-License-Identifier: ISC */
/*
 * Logins: what people sign in with, a nickname or an e-mail address. The same
 * login can be typed in several ways; they are compared by their keys.
 */
#ifndef LOGIN_H
#define LOGIN_H

#include "base/text.h"

/* Bytes with the NUL. Case-folding makes a character up to three. */
#define LOGIN_KEY (3 * 4 * EMAIL_MAX + 1)

/*
 * login_key(login, key):
 * Write the key of ${login}, which is valid UTF-8, to ${key}: normalised (NFC)
 * and case-folded, so that JOHN is john and STRASSE is straße; and the domain
 * of an e-mail address as browsers understand it (UTS #46), so that
 * xn--mller-kva.example is MÜLLER.example. The key is "", which nobody has, if
 * ${login} has more than EMAIL_MAX characters or its key does not fit.
 */
void login_key(const char *, char[LOGIN_KEY]);

#endif
