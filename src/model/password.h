/* SPDX-License-Identifier: ISC */
/*
 * Passwords, hashed with libsodium's argon2id. Hashing takes tens of
 * milliseconds on purpose, so never do it in the event loop. Call sodium_init()
 * first.
 */
#ifndef PASSWORD_H
#define PASSWORD_H

#include <sodium.h>

#define PASSWORD_MIN	 8    /* characters */
#define PASSWORD_MAX	 1024 /* bytes */
#define PASSWORD_ENCODED crypto_pwhash_STRBYTES

/*
 * password_hash(encoded, password):
 * Hash ${password} into ${encoded}, a string that includes the salt and the
 * parameters. Return 0, or -1 if there was not enough memory.
 */
int password_hash(char[PASSWORD_ENCODED], const char *);

/*
 * password_verify(encoded, password):
 * Return 1 if ${password} is the one in ${encoded}, else 0. With NULL for
 * ${encoded}, return 0 after the same time, so that the time does not reveal
 * whether a member exists.
 */
int password_verify(const char *, const char *);

/*
 * password_common(password):
 * Return 1 if it is one of the 1,000 most common passwords, in any case; else
 * 0.
 */
int password_common(const char *);

#endif
