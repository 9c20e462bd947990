/* SPDX-License-Identifier: ISC */
/*
 * Passwords, compared as RFC 8265 says (OpaqueString), so that they do not
 * depend on the keyboard, and hashed with libsodium's argon2id. Hashing takes
 * tens of milliseconds on purpose, so never do it in the event loop. Call
 * sodium_init() first.
 */
#ifndef PASSWORD_H
#define PASSWORD_H

#include <sodium.h>

#define PASSWORD_MIN	 8    /* characters */
#define PASSWORD_MAX	 1024 /* bytes, once prepared */
#define PASSWORD_ENCODED crypto_pwhash_STRBYTES

/* Preparation shortens no text to less than a third of its bytes. */
#define PASSWORD_TYPED (3 * PASSWORD_MAX)

/* A password as it is compared. Wipe it after use. */
struct password {
	char prepared[PASSWORD_MAX + 1];
	char typed[PASSWORD_MAX + 1]; /* "" if that is the same */
};

/*
 * password_prepare(password, typed):
 * Fill ${password} with ${typed}, which is valid UTF-8: in the normal form NFC,
 * and with every kind of space as an ordinary one. Return PASSWORD_OK; or an
 * error, and then ${password} can match old hashes only.
 */
enum password_error {
	PASSWORD_OK,
	PASSWORD_TOO_LONG,
	PASSWORD_DISALLOWED /* it has a character that passwords cannot have */
};
enum password_error password_prepare(struct password *, const char *);

/*
 * password_hash(encoded, password):
 * Hash ${password} into ${encoded}, a string that includes the salt and the
 * parameters. Return 0, or -1 if there was not enough memory.
 */
int password_hash(char[PASSWORD_ENCODED], const struct password *);

/*
 * password_verify(encoded, password):
 * Return whether ${password} is the one in ${encoded}. PASSWORD_OUTDATED: it
 * is, but it was hashed as typed, before passwords were prepared; replace the
 * hash. With NULL for ${encoded}, return PASSWORD_WRONG after the same time, so
 * that the time does not reveal whether a member exists.
 */
enum password_result { PASSWORD_WRONG, PASSWORD_RIGHT, PASSWORD_OUTDATED };
enum password_result password_verify(const char *, const struct password *);

/*
 * password_common(password):
 * Return 1 if it is one of the 1,000 most common passwords, in any case; else
 * 0.
 */
int password_common(const char *);

#endif
