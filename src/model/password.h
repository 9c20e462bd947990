/*
 * Passwords, hashed with libsodium's argon2id. Hashing takes tens of
 * milliseconds on purpose: never in the event loop. sodium_init() comes first.
 */
#ifndef PASSWORD_H
#define PASSWORD_H

#include <sodium.h>

#define PASSWORD_MIN	 8    /* characters */
#define PASSWORD_MAX	 1024 /* bytes */
#define PASSWORD_ENCODED crypto_pwhash_STRBYTES

/*
 * password_hash(encoded, password):
 * Hash ${password} into ${encoded}, a string that says how it was made.
 * Answer: 0, or -1 if there was no memory for it.
 */
int password_hash(char[PASSWORD_ENCODED], const char *);

/*
 * password_verify(encoded, password):
 * 1 if ${password} is the one of ${encoded}, else 0. With NULL for ${encoded}
 * the answer is 0 and takes as long to come.
 */
int password_verify(const char *, const char *);

/*
 * password_common(password):
 * 1 if it is one of the 1,000 commonest, in whatever case, else 0.
 */
int password_common(const char *);

#endif
